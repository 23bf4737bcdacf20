"""The rules of enrolment, pure: identifiers, working days, profiles, state machines, queue order."""
