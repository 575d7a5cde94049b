/// The completion for bash.
enum BashCompletion {
  static func script(for program: ProgramDescription) -> String {
    let names = program.words.map(\.name)
    return """
      # Completion of wscope(1) for bash; `make man` writes it.

      _wscope() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
        local command=\(program.fallback) options= value= words= sign=
        # An equals sign is a word of its own here.
        if [[ $cur == = ]]; then
          cur= sign=yes
        elif [[ $prev == = ]]; then
          prev=${COMP_WORDS[COMP_CWORD - 2]} sign=yes
        fi
        if ((COMP_CWORD == 1)); then
          words='\(names.joined(separator: " "))'
        else
          case ${COMP_WORDS[1]} in
            \(names.joined(separator: " | "))) command=${COMP_WORDS[1]} ;;
          esac
        fi
        case $command in
      \(program.words.map { branch($0, names) }.joined())\
        esac
        if [[ " ${COMP_WORDS[*]:1:COMP_CWORD-1} " == *' -- '* ]]; then
          options=
          value=
        fi
        COMPREPLY=()
        case $value in
          nothing) ;;
          file)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            ;;
          ?*) mapfile -t COMPREPLY < <(compgen -W "$value" -- "$cur") ;;
          *)
            [[ $cur == -* ]] && words=$options
            [[ $sign ]] && words=
            mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
            ;;
        esac
        [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
      }

      complete -F _wscope wscope

      """
  }

  private static func branch(_ command: CommandDescription, _ names: [String]) -> String {
    var lines = ["    \(command.name))"]
    if let words = words(for: command, names) { lines.append("      words='\(words)'") }
    lines.append("      options='\(command.options.flatMap(\.spellings).joined(separator: " "))'")
    let values = command.options.filter { $0.kind == .option }.map { ($0.spellings, value(of: $0)) }
    var kinds: [String] = []
    for (_, value) in values where !kinds.contains(value) { kinds.append(value) }
    let cases = kinds.map { kind in
      let spellings = values.filter { $0.1 == kind }.flatMap(\.0).joined(separator: " | ")
      return "        \(spellings)) value=\(kind) ;;"
    }
    if !cases.isEmpty { lines += ["      case $prev in"] + cases + ["      esac"] }
    return (lines + ["      ;;", ""]).joined(separator: "\n")
  }

  private static func words(for command: CommandDescription, _ names: [String]) -> String? {
    if command.name == "help" { return names.joined(separator: " ") }
    guard case .words(let words)? = command.positionals.first?.completion else { return nil }
    return words.joined(separator: " ")
  }

  private static func value(of option: ArgumentDescription) -> String {
    switch option.completion {
    case .nothing: "nothing"
    case .file: "file"
    case .words(let words): "'\(words.joined(separator: " "))'"
    }
  }
}
