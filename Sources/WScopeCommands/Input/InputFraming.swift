/// How standard input is cut into messages.
enum InputFraming: Equatable {
  /// A line each, without its end.
  case line
  /// Blocks of this many bytes, the last one shorter.
  case raw(Int)
}
