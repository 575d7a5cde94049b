/// The completion for fish.
enum FishCompletion {
  static func script(for program: ProgramDescription) -> String {
    let names = program.words.map(\.name).joined(separator: " ")
    return """
      # Completion of wscope(1) for fish; `make man` writes it.

      function __wscope_command
          set -l words (commandline -opc)
          if contains -- "$words[2]" \(names)
              echo $words[2]
          else
              echo \(program.fallback)
          end
      end

      complete -c wscope -f
      \(program.words.map(word).joined(separator: "\n"))
      complete -c wscope -n 'test (__wscope_command) = help' -a \(quoted(names))
      \(program.words.flatMap(lines).joined(separator: "\n"))

      """
  }

  private static func word(_ command: CommandDescription) -> String {
    "complete -c wscope -n 'test (count (commandline -opc)) -eq 1' -a \(command.name)"
      + " -d \(quoted(command.abstract ?? ""))"
  }

  private static func lines(_ command: CommandDescription) -> [String] {
    let condition = "complete -c wscope -n 'test (__wscope_command) = \(command.name)'"
    let positionals = command.positionals.compactMap { argument -> String? in
      guard case .words(let words) = argument.completion else { return nil }
      return "\(condition) -a \(quoted(words.joined(separator: " ")))"
    }
    let options = command.options.map { option in
      let names = option.names.map { name in
        switch name.kind {
        case .short: "-s \(name.name)"
        case .long: "-l \(name.name)"
        case .longWithSingleDash: "-o \(name.name)"
        }
      }
      return "\(condition) \(names.joined(separator: " "))\(value(of: option)) -d \(quoted(option.abstract))"
    }
    return positionals + options
  }

  private static func value(of option: ArgumentDescription) -> String {
    guard option.kind == .option else { return "" }
    switch option.completion {
    case .nothing: return " -x"
    case .file: return " -r -F"
    case .words(let words): return " -x -a \(quoted(words.joined(separator: " ")))"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
