/// The OPTIONS of a page.
enum OptionList {
  static func mdoc(of command: CommandDescription) -> String {
    let options = command.options
    var lines = list(command.positionals + options.filter { $0.section == nil })
    var titles: [String] = []
    for title in options.compactMap(\.section) where !titles.contains(title) { titles.append(title) }
    for title in titles {
      lines += [".Ss \(title)"] + list(options.filter { $0.section == title })
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func list(_ arguments: [ArgumentDescription]) -> [String] {
    [".Bl -tag -width Ds"] + arguments.flatMap { [head($0)] + body($0) } + [".El"]
  }

  private static func head(_ argument: ArgumentDescription) -> String {
    let flags = argument.spellings.map { $0.dropFirst() }.joined(separator: " , ")
    switch argument.kind {
    case .positional: return ".It Ar \(argument.valueName)" + (argument.isRepeating ? " ..." : "")
    case .option: return ".It Fl \(flags) Ar \(argument.valueName)"
    case .flag: return ".It Fl \(flags)"
    }
  }

  private static func body(_ argument: ArgumentDescription) -> [String] {
    var lines = Mdoc.sentences(argument.abstract)
    if !argument.values.isEmpty { lines += ["One of"] + Mdoc.list("Cm", argument.values) }
    if let value = argument.defaultValue { lines += ["The default is", ".Cm \(Mdoc.escaped(value)) ."] }
    if argument.isRepeating, argument.kind == .option { lines.append("May be given more than once.") }
    return lines
  }
}
