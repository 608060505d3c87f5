"""The people of the desk: accounts, rights, sessions, logins."""
