import ArgumentParser
import WebSocketInspect

/// An option that a command does not have: what may have been meant.
struct UnknownOption {
  /// As it was typed, with its dashes.
  private let word: String
  private let command: String

  /// nil for an error of another kind.
  init?(_ words: String, of command: String) {
    guard words.hasPrefix("Unknown option '"), let word = words.split(separator: "'").dropFirst().first
    else { return nil }
    self.word = String(word)
    self.command = command
  }

  /// The arguments with a value apart from the letter that it is joined to, as in `-HName: a=b`, where the parser fails with these
  /// words: it takes all up to the sign for the name of an option. nil where that is not the cause.
  static func parted(_ arguments: [String], after words: @autoclosure () -> String) -> [String]? {
    // The words take longer to make than all that is done here.
    guard arguments.contains(where: isJoined), let word = UnknownOption(words(), of: "")?.word,
      let place = arguments.firstIndex(where: { isJoined($0) && $0.hasPrefix(word) }),
      let letter = word.dropFirst().first
    else { return nil }
    return arguments[..<place] + ["-\(letter)", String(arguments[place].dropFirst(2))]
      + arguments[(place + 1)...]
  }

  /// Whether it may be one of the options of one letter whose value can follow it without a blank, as for curl, with a sign in it.
  private static func isJoined(_ argument: String) -> Bool {
    guard argument.first == "-", let letter = argument.dropFirst().first else { return false }
    return "HbuXpAcsomxw".contains(letter) && argument.dropFirst(2).contains("=")
  }

  /// One sentence, with the option of ours that is nearest.
  var sentence: String {
    let near = nearest.map { "; did you mean \($0)?" } ?? ""
    return "unknown option \(Escaper.line(String(word.prefix(40))))\(near)"
  }

  /// What does here what the option does in another program; nil for none.
  var hint: String? {
    guard ["connect", "send"].contains(command) else { return nil }
    return Self.others.first { $0.names.contains(word) }?.words
  }

  private var nearest: String? {
    guard hint == nil, word.hasPrefix("--") else { return nil }
    let bare = String(word.dropFirst(2).prefix { $0 != "=" }).lowercased()
    let names = self.names
    let found =
      NearestWord.find(bare, among: names)
      // One that was cut short, or that says more than ours.
      ?? names.filter { $0.hasPrefix(bare + "-") || bare.hasPrefix($0 + "-") }.max { $0.count < $1.count }
    return found.map { "--\($0)" }
  }

  /// The long names of the command's options, rare ones too, as its help has them.
  private var names: [String] {
    let type: any ParsableCommand.Type =
      Root.configuration.subcommands.first { $0.configuration.commandName == command } ?? Connect.self
    let help = type.helpMessage(includeHidden: true)
    let words = help.split(whereSeparator: { " \n,/()[]".contains($0) }).filter { $0.hasPrefix("--") }
    return Array(Set(words.map { String($0.dropFirst(2)) }.filter { !$0.isEmpty })).sorted()
  }

  /// Options of curl, wget, websocat and wscat that have another name or another form here.
  private static let others: [(names: [String], words: String)] = [
    (["--cafile", "--ca-certificate"], "--ca FILE names an authority, or a folder of them"),
    (
      ["-i", "--include", "--show-headers", "-D", "--dump-header"],
      "--handshake shows both heads, and --show line each frame"
    ),
    (["--trace", "--trace-ascii"], "--hex shows every byte of a frame, and --handshake both heads"),
    (["-d", "--data", "--data-raw", "--data-binary"], "messages follow the URL of send, or -x"),
    (
      ["-U", "--proxy-user", "--proxy-basic", "--proxy-digest"],
      "--proxy SCHEME://USER:PASSWORD@HOST:PORT, or --proxy-auth-file FILE"
    ),
    (["--socks5"], "--proxy socks5://HOST:PORT"),
    (["--socks5-hostname"], "--proxy socks5h://HOST:PORT, by which the proxy looks the name up"),
    (["--compressed"], "compression is offered without it; --deflate off offers none"),
    (
      ["--no-check-certificate", "--no-verify", "--skip-verify", "--strict"], "-k does not verify the server"
    ),
    (["--follow", "--follow-redirects"], "-L follows redirects"),
    (["-t"], "messages are text without it; --binary sends binary ones"),
    (["--auto-reconnect", "--retry"], "--reconnect, or --reconnect-attempts N"),
    (["--keepalive-time", "--ping-period"], "--ping-interval S"),
    (["--max-filesize"], "--max-message BYTES"), (["--silent", "-S", "--show-error"], "--show off"),
    (["--basic-auth"], "--auth USER:PASSWORD"),
    (["--digest", "--basic"], "--auth sends whichever is asked for"),
  ]
}
