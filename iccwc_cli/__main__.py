"""`python -m iccwc_cli`: the same as the console script `iccwc`."""

from iccwc_cli.cli.app import main

if __name__ == "__main__":
    main()
