/// URLs in every spelling, valid and broken, whose secrets are known.
public enum SecretURL {
  /// The pieces that a password, and a token in a query, are made of.
  public static let secrets = ["Qz9", "Xk7", "Wj5"]

  private static let schemes = [
    "ws://", "wss://", "WS://", "Wss:/", "ws:", "ws:///", "http://", "//", "", "foo://", "ws:\\\\", " ws://",
  ]
  private static let joints = [
    "@", "/", ":", "%40", "?", "#", "\\", "%", "&", "=", ";", "'", "é", "", "@@", "/@", "@/", ":/",
  ]
  private static let hosts = [
    "host", "host:80", "[::1]:80", "h<x>", "host:port", "", "a.b:99999", "10.0.0.1", "[::1",
  ]
  private static let ends = [
    "", "/", "/chat?x=1", "#f", "/a b", "\u{1B}[2J", "?token=Qz9secret", "/?sig=Qz9secret&x=1",
  ]

  /// A URL with a user, most of the time, and a password.
  public static func random(using generator: inout some RandomNumberGenerator) -> (
    url: String, password: String
  ) {
    let pieces = secrets.prefix(Int.random(in: 1...3, using: &generator))
    let password = pieces.joined(separator: joints.randomElement(using: &generator) ?? "")
    let parts = [
      schemes.randomElement(using: &generator), ["user", "u%40x", ""].randomElement(using: &generator), ":",
      password, "@", hosts.randomElement(using: &generator), ends.randomElement(using: &generator),
    ]
    return (parts.compactMap { $0 }.joined(), password)
  }
}
