"""Streebog-512 (GOST R 34.11-2012, RFC 6986), the hash of Kazakh GOST 34.310-2015. `signing_gateway.gost` uses it.

The three tables of the standard are folded into eight of 256 words each, so that a round is 64 look-ups.
"""

from __future__ import annotations

from struct import Struct

BLOCK = 64
_PI = bytes.fromhex(
    "fceedd11cf6e3116fbc4fada23c5044de977f0db932e99ba1736f1bb14cd5fc1"
    "f918655ae25cef21811c3c428b018e4f058402aee36a8fa0060bed987fd4d31f"
    "eb342c51eac848abf22a68a2fd3aceccb5700e56080c7612bf7213479cb75d87"
    "15a19629107b9ac7f391786f9d9eb2b13275193dff358a7e6d54c680c3bd0d57"
    "dff524a93ea843c9d779d6f67c22b903e00fecde7a94b0bcdce828504e330a4a"
    "a79760731e0062441ab83882649f2641ad454692275e552f8ca3a57d69d5953b"
    "0758b34086ac1df730376be488d9e789e11b83494c3ff8fe8d53aa90cad88561"
    "207167a42d2b095bcb9b25d0bee56c5259a674d2e6f4b4c0d166afc2394b63b6"
)
_MATRIX = bytes.fromhex(
    "8e20faa72ba0b47047107ddd9b505a38ad08b0e0c3282d1cd8045870ef14980e"
    "6c022c38f90a4c073601161cf205268d1b8e0b0e798c13c883478b07b2468764"
    "a011d380818e8f405086e740ce47c9202843fd2067adea1014aff010bdd87508"
    "0ad97808d06cb40405e23c0468365a028c711e02341b2d0146b60f011a83988e"
    "90dab52a387ae76f486dd4151c3dfdb924b86a840e90f0d2125c354207487869"
    "092e94218d243cba8a174a9ec8121e5d4585254f64090fa0accc9ca9328a8950"
    "9d4df05d5f661451c0a878a0a1330aa660543c50de970553302a1e286fc58ca7"
    "18150f14b9ec46dd0c84890ad27623e00642ca05693b9f700321658cba93c138"
    "86275df09ce8aaa8439da0784e745554afc0503c273aa42ad960281e9d1d5215"
    "e230140fc080298471180a8960409a42b60c05ca30204d215b068c651810a89e"
    "456c34887a3805b9ac361a443d1c8cd2561b0d22900e46692b838811480723ba"
    "9bcf4486248d9f5dc3e9224312c8c1a0effa11af0964ee50f97d86d98a327728"
    "e4fa2054a80b329c727d102a548b194e39b008152acb82279258048415eb419d"
    "492c024284fbaec0aa16012142f35760550b8e9e21f7a530a48b474f9ef5dc18"
    "70a6a56e2440598e3853dc371220a2471ca76e95091051ad0edd37c48a08a6d8"
    "07e095624504536c8d70c431ac02a736c83862965601dd1b641c314b2b8ee083"
)
_ITERATION = bytes.fromhex(
    "b1085bda1ecadae9ebcb2f81c0657c1f2f6a76432e45d016714eb88d7585c4fc"
    "4b7ce09192676901a2422a08a460d31505767436cc744d23dd806559f2a64507"
    "6fa3b58aa99d2f1a4fe39d460f70b5d7f3feea720a232b9861d55e0f16b50131"
    "9ab5176b12d699585cb561c2db0aa7ca55dda21bd7cbcd56e679047021b19bb7"
    "f574dcac2bce2fc70a39fc286a3d843506f15e5f529c1f8bf2ea7514b1297b7b"
    "d3e20fe490359eb1c1c93a376062db09c2b6f443867adb31991e96f50aba0ab2"
    "ef1fdfb3e81566d2f948e1a05d71e4dd488e857e335c3c7d9d721cad685e353f"
    "a9d72c82ed03d675d8b71333935203be3453eaa193e837f1220cbebc84e3d12e"
    "4bea6bacad4747999a3f410c6ca923637f151c1f1686104a359e35d7800fffbd"
    "bfcd1747253af5a3dfff00b723271a167a56a27ea9ea63f5601758fd7c6cfe57"
    "ae4faeae1d3ad3d96fa4c33b7a3039c02d66c4f95142a46c187f9ab49af08ec6"
    "cffaa6b71c9ab7b40af21f66c2bec6b6bf71c57236904f35fa68407a46647d6e"
    "f4c70e16eeaac5ec51ac86febf240954399ec6c7e6bf87c9d3473e33197a93c9"
    "0992abc52d822c3706476983284a05043517454ca23c4af38886564d3a14d493"
    "9b1f5b424d93c9a703e7aa020c6e41414eb7f8719c36de1e89b4443b4ddbc49a"
    "f4892bcb929b069069d18d2bd1a5c42f36acc2355951a8d9a47f0dd4bf02e71e"
    "378f5a541631229b944c9ad8ec165fde3a7d3a1b258942243cd955b7e00d0984"
    "800a440bdbb2ceb17b2b8a9aa6079c540e38dc92cb1f2a607261445183235adb"
    "abbedea680056f52382ae548b2e4f3f38941e71cff8a78db1fffe18a1b336103"
    "9fe76702af69334b7a1e6c303b7652f43698fad1153bb6c374b4c7fb98459ced"
    "7bcd9ed0efc889fb3002c6cd635afe94d8fa6bbbebab07612001802114846679"
    "8a1d71efea48b9caefbacd1d7d476e98dea2594ac06fd85d6bcaa4cd81f32d1b"
    "378ee767f11631bad21380b00449b17acda43c32bcdf1d77f82012d430219f9b"
    "5d80ef9d1891cc86e71da4aa88e12852faf417d5d9b21b9948bc924af11bd720"
)
_WORDS = Struct("<8Q")


def _row(value: int, byte: int) -> int:
    """What one byte of a word, already substituted, adds to the word that the linear transformation makes."""
    made = 0
    for bit in range(8):
        if value >> bit & 1:
            at = 8 * (63 - 8 * byte - bit)
            made ^= int.from_bytes(_MATRIX[at : at + 8], "big")
    return made


_TABLES = tuple(tuple(_row(_PI[value], byte) for value in range(256)) for byte in range(8))
_KEYS = tuple(int.from_bytes(_ITERATION[at : at + BLOCK], "big") for at in range(0, 12 * BLOCK, BLOCK))


def streebog512(data: bytes) -> bytes:
    """The 64 bytes of the hash; a megabyte takes seconds, so of a document it is computed once, in a worker."""
    state = length = total = 0
    whole = len(data) - len(data) % BLOCK
    for at in range(0, whole, BLOCK):
        block = int.from_bytes(data[at : at + BLOCK], "little")
        state = _compress(length, state, block)
        length, total = length + 8 * BLOCK, total + block
    rest = data[whole:]
    last = int.from_bytes(rest + b"\x01", "little")
    state = _compress(length, state, last)
    state = _compress(0, state, (length + 8 * len(rest)) % 2**512)
    return _compress(0, state, (total + last) % 2**512).to_bytes(BLOCK, "little")


def _compress(length: int, state: int, block: int) -> int:
    key = _lps(state ^ length)
    mixed = block ^ key
    for constant in _KEYS:
        mixed = _lps(mixed)
        key = _lps(key ^ constant)
        mixed ^= key
    return mixed ^ state ^ block


def _lps(value: int) -> int:
    """Substitution, transposition and the linear transformation of one state of 512 bits."""
    b = value.to_bytes(BLOCK, "little")
    t0, t1, t2, t3, t4, t5, t6, t7 = _TABLES
    columns = zip(b[:8], b[8:16], b[16:24], b[24:32], b[32:40], b[40:48], b[48:56], b[56:], strict=True)
    words = [t0[a] ^ t1[c] ^ t2[d] ^ t3[e] ^ t4[f] ^ t5[g] ^ t6[h] ^ t7[i] for a, c, d, e, f, g, h, i in columns]
    return int.from_bytes(_WORDS.pack(*words), "little")
