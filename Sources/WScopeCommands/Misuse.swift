import ArgumentParser
import WebSocketInspect
import WebSocketWire

/// Arguments that the parser does not take, reported in the form of every other failure.
enum Misuse {
  /// The parser's sentence, how the command is used, and two examples.
  static func failure(_ error: any Error, _ words: [String]) -> Failure {
    if let failure = unknownCommand(words) { return failure }
    let first = Root.message(for: error).split(separator: "\n").first.map(String.init) ?? ""
    let command = Root.named(by: words)
    let option = UnknownOption(first, of: command)
    let sentence =
      option.map { SecretFilter.text($0.sentence) }
      ?? Escaper.line(SecretFilter.text(first.prefix(1).lowercased() + first.dropFirst()))
    var hints = usageLines(command)
    if option != nil, takesMessages(command, words) {
      hints.insert("a message that begins with - goes after --", at: 0)
    }
    if let hint = option?.hint { hints.insert(hint, at: 0) }
    return Failure(.usage, sentence, hint: hints.first, details: Array(hints.dropFirst()))
  }

  private static func usageLines(_ command: String) -> [String] {
    let type = Root.configuration.subcommands.first { $0.configuration.commandName == command }
    return CommandUsage.lines(command, type?.configuration.usage)
  }

  private static func takesMessages(_ command: String, _ words: [String]) -> Bool {
    command == "send"
      || command == "connect" && words.contains { $0.hasPrefix("-x") || $0.hasPrefix("--execute") }
  }

  /// A first word that is a command misspelled, or that cannot be a host in front of the words after it.
  ///
  /// It is asked only once the parser has failed: `wscope myhost` connects, whatever the host is called.
  private static func unknownCommand(_ words: [String]) -> Failure? {
    guard let word = words.first, Root.named(by: words) != word, !word.hasPrefix("-"), word != "help",
      word != "localhost", !word.contains(where: { ".:/@[".contains($0) }), !word.allSatisfy(\.isNumber)
    else { return nil }
    let shown = Escaper.line(String(word.prefix(40)))
    if let near = nearest(to: word) {
      let lines = usageLines(near)
      return Failure(
        .usage, "\(shown) is not a command; did you mean \(near)?",
        hint: lines.first ?? "wscope --help lists the commands", details: Array(lines.dropFirst()))
    }
    guard words.dropFirst().first(where: { !$0.hasPrefix("-") }) != nil else { return nil }
    return Failure(
      .usage, "\(shown) is not a command: expected \(Root.names.joined(separator: ", ")), or one URL",
      hint: "wscope send \(shown) MESSAGE sends to a host of that name")
  }

  /// Refuses `help` for a word that is not a command, for which the parser shows the overview without a word.
  static func checkHelp(_ words: [String]) throws(Failure) {
    guard words.first == "help", let word = words.dropFirst().first, !word.hasPrefix("-"), word != "help",
      !Root.names.contains(word)
    else { return }
    let near = nearest(to: word).map { "; did you mean \($0)?" }
    throw Failure(
      .usage,
      "\(Escaper.line(String(word.prefix(40)))) is not a command"
        + (near ?? ": expected \(Root.names.joined(separator: ", "))"),
      hint: "wscope --help lists the commands")
  }

  /// A host that was not found, and that is a command misspelled where it is the first word.
  static func explain(_ failure: Failure, _ words: [String]) -> Failure {
    guard failure.status == ExitStatus.hostNotFound.rawValue, let word = words.first,
      Root.named(by: words) != word, let near = nearest(to: word)
    else { return failure }
    return Failure(
      .hostNotFound, failure.sentence,
      hint: "did you mean the command \(near)? wscope --help lists the commands",
      details: failure.details)
  }

  /// The command that was meant.
  static func nearest(to word: String) -> String? { NearestWord.find(word, among: Root.names + ["help"]) }

  /// Refuses `-hello` and the like, which the parser takes for `-h` with more letters, where nothing else asks for help.
  static func checkCluster(_ words: [String]) throws(Failure) {
    let options = words.prefix { $0 != "--" }
    let asks = options.contains { ["-h", "-help", "--help", "--help-hidden", "--version"].contains($0) }
    guard words.first != "help", !asks,
      let cluster = options.first(where: { word in
        word.utf8.count > 3 && word.first == "-" && word.dropFirst().allSatisfy(\.isLetter)
          && word.contains("h")
      })
    else { return }
    let isMessage = takesMessages(Root.named(by: words), words)
    throw Failure(
      .usage, "unknown option \(cluster)",
      hint: "--help lists the options" + (isMessage ? "; a message that begins with - goes after --" : ""))
  }
}
