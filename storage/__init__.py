"""Tables, repositories, the unit of work, migrations, encrypted columns and files."""
