import SystemCalls
import WebSocketTransport

/// A file that is read, or standard input, and what its first bytes say it is.
struct ReadInput {
  enum Format {
    case capture, lines, har
  }

  let file: String
  /// What was read of standard input to know it.
  private let start: [UInt8]
  let format: Format

  /// How many bytes tell the formats apart.
  private static let size = 64

  /// Fails with status 66 when it cannot be read.
  init(_ file: String) throws(Failure) {
    self.file = file
    let descriptor = file == "-" ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(noInput: file, errno) }
    defer { if file != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    while bytes.count < Self.size {
      switch Descriptor.readSome(descriptor, limit: Self.size) {
      case .success(let block):
        bytes += block
        if !block.isEmpty { continue }
      case .failure(let error):
        throw Failure(noInput: file == "-" ? "standard input" : file, error.number)
      }
      break
    }
    format = Self.format(of: bytes)
    start = file == "-" ? bytes : []
  }

  /// A line of JSON Lines has its type first, and a HAR file one member, whose name is `log`.
  private static func format(of bytes: [UInt8]) -> Format {
    let isBlank: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let object = text.drop(while: isBlank)
    guard object.first == 0x7B else { return .capture }
    return object.dropFirst().drop(while: isBlank).starts(with: "\"log\"".utf8) ? .har : .lines
  }

  /// All its bytes in blocks as they come.
  func blocks(_ body: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    if !start.isEmpty { try body(start) }
    try FileReader.blocks(file, body)
  }
}
