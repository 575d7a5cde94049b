#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where lines are kept between runs, and what is kept of them.
enum HistoryPlace {
  /// `wscope/history/NAME` in `$XDG_STATE_HOME` or `~/.local/state` (XDG Base Directory); nil without a home.
  static func path(_ name: String) -> String? {
    let state =
      variable("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? variable("HOME").flatMap { access($0, W_OK) == 0 ? $0 + "/.local/state" : nil }
    let safe = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-".contains($0)) ? $0 : "_" }
    return state.map { "\($0)/wscope/history/\(String(safe).prefix(200))" }
  }

  /// The line without the user and password of its URLs.
  static func remember(_ line: String) -> String? {
    var kept = ""
    var rest = line[...]
    if line.hasPrefix("/connect "), !line.contains("://") {
      kept = "/connect "
      rest = withoutUser(rest.dropFirst(kept.count).drop { $0 == " " })
    }
    while let mark = firstMark(in: rest) {
      kept += rest[..<mark]
      rest = withoutUser(rest[mark...])
    }
    return kept + rest
  }

  /// `~/x` as a shell reads it.
  static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = variable("HOME") else { return path }
    return home + path.dropFirst()
  }

  /// Behind the next `://`.
  private static func firstMark(in text: Substring) -> Substring.Index? {
    text.indices.first { text[$0...].hasPrefix("://") }.map { text.index($0, offsetBy: 3) }
  }

  private static func withoutUser(_ text: Substring) -> Substring {
    let authority = text.prefix { !" \t/?#\"'".contains($0) }
    guard let at = authority.lastIndex(of: "@") else { return text }
    return text[text.index(after: at)...]
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
