import WScopeCommands

Program.main()
