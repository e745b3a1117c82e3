# An apostrophe that nothing closes: as before the change it is not read, and what it names now is not known.
echo it's
# here
