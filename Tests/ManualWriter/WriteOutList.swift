import WScopeCommands

/// The names of `--write-out`.
enum WriteOutList {
  static func mdoc() -> String {
    let items = Program.writeOutNames.flatMap { [".It Cm \($0.name)"] + Mdoc.sentences($0.sentence) }
    return ([".Bl -tag -width time_first_message -compact"] + items + [".El"]).joined(separator: "\n") + "\n"
  }
}
