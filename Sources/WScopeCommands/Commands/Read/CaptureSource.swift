import SystemCalls

/// Where the bytes of a capture come from.
enum CaptureSource {
  /// The file at a path; `-` is standard input.
  case file(String)
  /// The same, and what is added to it until a signal comes.
  case following(String)
  /// A file whose first bytes have been looked at.
  case opened(OpenedFile)
  /// Bytes that were pasted, and where.
  case pasted([UInt8], String)

  /// What it is called in sentences; `-` is standard input.
  var name: String {
    switch self {
    case .file(let path), .following(let path): path
    case .opened(let file): file.path
    case .pasted(_, let name): name
    }
  }

  /// Whether its bytes can be read once more.
  var isRepeatable: Bool {
    switch self {
    case .file(let path): path != "-" && FileStatus(following: path)?.kind == .regular
    case .following: false
    case .opened(let file): file.isRepeatable
    case .pasted: true
    }
  }

  /// Its bytes in blocks; `idle` is called when there are no more for now. Gives the signal that ended the reading; nil for its end.
  func blocks(
    whenIdle idle: () throws(Failure) -> Void, _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) -> Int32? {
    switch self {
    case .file(let path): try FileReader.blocks(path, body)
    case .following(let path): return try FileFollower.blocks(path, whenIdle: idle, body)
    case .opened(let file): try file.blocks(body)
    case .pasted(let bytes, _): try body(bytes)
    }
    return nil
  }
}
