import SystemCalls
import WebSocketCapture

/// The formats of recordings that are not captures of packets.
enum RecordingFormat {
  /// JSON Lines of wscope-events(5).
  case lines
  case har

  /// How many bytes tell the two apart, and how many of a packed file.
  private static let size = 64
  private static let packedSize = 4096

  /// What is to be read, and its format; nil for a capture. Fails with status 66 when it cannot be read.
  static func recognize(_ source: CaptureSource) throws(Failure) -> (CaptureSource, RecordingFormat?) {
    switch source {
    case .file(let path): return try recognize(.opened(OpenedFile(path)))
    case .following(let path):
      // What a pipe has given to be looked at would be missing when it is followed.
      guard path != "-", FileStatus(following: path)?.kind == .regular else { return (source, nil) }
      return (source, try RecordingFormat(OpenedFile(path)))
    case .opened(let file): return (source, try RecordingFormat(file))
    case .pasted: return (source, nil)
    }
  }

  /// What reads it.
  func reader(into sink: any RecordingSink) -> RecordingReader {
    RecordingReader(self == .har ? HARReader(into: sink) as any RecordingReading : LineReader(into: sink))
  }

  /// nil where it is none of these, and for any other object where that has to be certain. Fails with status 66 when it cannot be read.
  init?(_ file: OpenedFile, isCertain: Bool = false) throws(Failure) {
    let isPacked = RecordingReader.isPacked(file.head)
    if isPacked || Self.object(in: file.head) != nil {
      try file.extendHead(to: isPacked ? Self.packedSize : Self.size)
    }
    let head = isPacked ? RecordingReader.unpacked(file.head) : file.head
    guard let object = Self.object(in: head) else { return nil }
    // A line of JSON Lines has its type first, and a HAR file one member, whose name is `log`.
    let member = object.dropFirst().drop(while: Self.isBlank)
    // Bytes in the braces of a program's array are none.
    if let first = member.first, first != UInt8(ascii: "\"") { return nil }
    if member.starts(with: "\"log\"".utf8) {
      self = .har
    } else if !isCertain || Self.isEvent(member) {
      self = .lines
    } else {
      return nil
    }
  }

  /// The types of wscope-events(5).
  private static let types = [
    "recording", "listening", "connected", "tls", "handshake", "frame", "frameStart", "frameData", "frameEnd",
    "message", "ping", "pong", "close", "violation", "gap", "error", "summary",
  ]

  /// Whether an object has the type of an event; the JSON of a buffer has a type too.
  private static func isEvent(_ object: ArraySlice<UInt8>) -> Bool {
    let start = String(decoding: object.prefix(size), as: UTF8.self)
    return types.contains { start.contains("\"type\":\"\($0)\"") }
  }

  /// From the first bracket of a JSON object on; nil where something else comes first.
  private static func object(in bytes: [UInt8]) -> ArraySlice<UInt8>? {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let object = text.drop(while: isBlank)
    return object.first == 0x7B ? object : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
