import ArgumentParser

/// How received messages are written.
enum OutputFraming: String, CaseIterable, ExpressibleByArgument {
  /// A text and a newline; a binary message as its bytes alone.
  case line
  /// The bytes of every message alone.
  case raw
  /// All that happens, as objects of JSON, a line each.
  case jsonl
}
