/// How a command is used, for sentences about arguments.
enum CommandUsage {
  /// Its usage, and two examples.
  static func lines(_ command: String, _ usage: String?) -> [String] {
    (usage.map { ["usage: \($0)"] } ?? []) + examples(of: command)
  }

  /// Two examples, and the forms of a URL where one is taken.
  static func examples(of command: String) -> [String] {
    guard let examples = examples[command] else { return [] }
    let takesURL = command == "send" || command == "connect"
    return [
      (takesURL ? "URL is ws://HOST:PORT/PATH, wss://HOST/PATH, HOST:PORT or :PORT; " : "") + "for example:"
    ]
      + examples.map { "  wscope " + $0 }
  }

  private static let examples = [
    "connect": ["ws://localhost:8080/chat", "-x hello wss://example.com/"],
    "send": ["send ws://localhost:8080/chat hello", "send -s chat wss://example.com/ hello bye"],
    "listen": ["listen 8080", "listen 8080 --echo"],
    "decode": ["decode 81 05 48 65 6c 6c 6f", "decode --show tree --file capture.bin"],
    "read": ["read capture.pcapng", "read --connection 2 --show tree capture.pcap.gz"],
    "encode": ["encode op=text text=hello", "encode op=close hex=03e8"],
    "accept": ["accept dGhlIHNhbXBsZSBub25jZQ==", "accept --color never dGhlIHNhbXBsZSBub25jZQ=="],
    "rules": ["rules", "rules mask-required"],
    "demo": ["demo", "demo hello"],
  ]
}

extension Failure {
  /// The command cannot be without something: what to try, and how it is used.
  static func missing(_ sentence: String, _ hint: String, in command: String, _ usage: String?) -> Failure {
    Failure(.usage, sentence, hint: hint, details: CommandUsage.lines(command, usage))
  }
}
