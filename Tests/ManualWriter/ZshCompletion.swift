/// The completion for zsh.
enum ZshCompletion {
  static func script(for program: ProgramDescription) -> String {
    let words = program.words.map { "  \(quoted("\($0.name):\($0.abstract ?? "")"))" }
    return """
      #compdef wscope
      # Completion of wscope(1) for zsh; `make man` writes it.

      local command=\(program.fallback)
      local -a commands=(
      \(words.joined(separator: "\n"))
      )
      if ((CURRENT == 2)) && [[ $PREFIX != -* ]]; then
        _describe command commands
        return
      fi
      if ((CURRENT > 2 && ${commands[(I)${(b)words[2]}:*]})); then
        command=$words[2]
        shift words
        ((CURRENT--))
      fi
      case $command in
      \(program.words.map { branch($0, program.words.map(\.name)) }.joined())\
      esac

      """
  }

  private static func branch(_ command: CommandDescription, _ names: [String]) -> String {
    let words = command.positionals.compactMap { positional($0, command, names) }
    let rest = command.positionals.last?.isRepeating == true && !words.isEmpty ? [] : [quoted("*: :{:}")]
    let arguments = command.options.map(option) + words + rest
    return "  \(command.name))\n    _arguments -s -S : \\\n      "
      + arguments.joined(separator: " \\\n      ") + "\n    ;;\n"
  }

  private static func option(_ option: ArgumentDescription) -> String {
    let value =
      option.kind == .flag ? "" : ":\(escaped(option.valueName)):\(action(option.completion))"
    let spellings = option.spellings.map { spelling in
      option.kind == .option && spelling.hasPrefix("--") ? spelling + "=" : spelling
    }
    let others = option.isRepeating ? "*" : "(\(option.spellings.joined(separator: " ")))"
    let name = spellings.count == 1 ? spellings[0] : "{\(spellings.joined(separator: ","))}"
    return quoted(others) + name + quoted("[\(escaped(option.abstract))]" + value)
  }

  /// nil for one that can be anything, which the last specification covers; a message of its own would keep zsh
  /// from inserting an option.
  private static func positional(
    _ argument: ArgumentDescription, _ command: CommandDescription, _ names: [String]
  ) -> String? {
    let completion = command.name == "help" ? .words(names) : argument.completion
    guard completion != .nothing else { return nil }
    return quoted("\(argument.isRepeating ? "*" : ""):\(escaped(argument.valueName)):\(action(completion))")
  }

  private static func action(_ completion: ArgumentDescription.Completion) -> String {
    switch completion {
    case .nothing: " "
    case .file: "_files"
    // A word that ends in a sign goes on after it.
    case .words(let words) where words.last?.hasSuffix("=") == true:
      "{compadd \"$expl[@]\" -S \"\" -- \(words.joined(separator: " "))}"
    case .words(let words): "(\(words.joined(separator: " ")))"
    }
  }

  private static func escaped(_ text: String) -> String {
    var escaped = text
    for special in ["\\", ":", "[", "]"] { escaped = escaped.replacing(special, with: "\\" + special) }
    return escaped
  }

  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
