import LineEditor
import SystemCalls
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// Where lines are kept between runs, and what is kept of them.
enum HistoryPath {
  /// `wscope/history/NAME` in `$XDG_STATE_HOME` or `~/.local/state` (XDG Base Directory); nil without a home.
  static func path(_ name: String) -> String? {
    let state =
      variable("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? variable("HOME").flatMap { access($0, W_OK) == 0 ? $0 + "/.local/state" : nil }
    let safe = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-".contains($0)) ? $0 : "_" }
    return state.map { "\($0)/wscope/history/\(String(safe).prefix(200))" }
  }

  /// What a server's history is called: host and port.
  static func name(of url: WebSocketURL) -> String { "\(url.host):\(url.port)" }

  /// The line with `***` for what `SecretFilter` finds. What follows `/connect`, or a word that is not a command, is one URL,
  /// blanks and all.
  static func remember(_ line: String) -> String? {
    guard line.hasPrefix("/"), !line.hasPrefix("//"), let end = line.firstIndex(where: \.isWhitespace) else {
      return SecretFilter.text(line)
    }
    let verb = PromptVerb(rawValue: String(line[line.index(after: line.startIndex)..<end]))
    guard verb == nil || verb == .connect else { return SecretFilter.text(line) }
    let url = line[end...].drop(while: \.isWhitespace)
    // Options have no place there, and what they hold can be a secret.
    let words = url.split(whereSeparator: \.isWhitespace)
    if let option = words.first(where: { $0.hasPrefix("-") }) {
      let known = url[..<option.startIndex]
      return line[..<url.startIndex] + SecretFilter.url(String(known)) + SecretFilter.mark
    }
    return line[..<url.startIndex] + SecretFilter.url(String(url))
  }

  /// That the history is not kept, and why.
  static func words(_ trouble: HistoryTrouble, _ path: String) -> String {
    let path = Escaper.line(path)
    let cause =
      switch trouble {
      case .held: "another program holds \(path) locked"
      case .link: "\(path) is a symbolic link, which is not followed"
      case .folderLink: "a folder of \(path) is a symbolic link that another user can change"
      case .foreign: "\(path) belongs to another user"
      case .notRegular: "\(path) is not a regular file"
      case .unwritable(let number): "\(path) cannot be written: \(SystemError.words(number))"
      }
    return "\(cause), so what you type now is not kept in the history"
  }

  /// `~/x` as a shell reads it.
  static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = variable("HOME") else { return path }
    return home + path.dropFirst()
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
