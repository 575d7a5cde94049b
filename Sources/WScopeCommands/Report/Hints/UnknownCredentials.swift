import WebSocketInspect
import WebSocketWire

/// Credentials that are asked for and that wscope cannot give: it knows Basic, and Digest with MD5 and SHA-256.
struct UnknownCredentials {
  /// What they are, for the end of a sentence.
  let words: String
  /// Whether a field that the user writes may have them.
  let canBeWritten: Bool

  private static func isKnown(_ asked: HTTPChallenge) -> Bool {
    let algorithm = asked.parameters["algorithm"]?.lowercased() ?? "md5"
    return asked.scheme == "basic"
      || asked.scheme == "digest" && ["md5", "md5-sess", "sha-256", "sha-256-sess"].contains(algorithm)
  }

  /// nil where one of the challenges can be answered, and where there is none.
  init?(_ asked: [HTTPChallenge]) {
    guard !asked.isEmpty, !asked.contains(where: Self.isKnown) else { return nil }
    canBeWritten = asked.contains { $0.scheme != "digest" }
    words =
      canBeWritten
      ? "credentials of the scheme \(Escaper.line(asked.map(\.name).joined(separator: ", ")))"
      : "Digest with an algorithm that wscope does not know (it knows MD5 and SHA-256)"
  }
}
