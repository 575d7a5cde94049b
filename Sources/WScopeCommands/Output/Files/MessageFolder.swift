import SystemCalls
import WebSocketCapture
import WebSocketTransport
import WebSocketWire

/// Writes each message to a file of its own, whose name is its number and what it is: `000001.txt`, `.json` or `.bin`.
///
/// A file never keeps its writer waiting, so it is written on the event loop. What is long or is cut off has the name `NUMBER.part`
/// until it is whole. A file that is there already is never written to.
final class MessageFolder: MessagePrinter {
  private let path: String
  private var number = 1
  private var kind: MessageKind?
  private var scanner = JSONScanner()
  /// What is not written yet of the message that is open.
  private var held: [UInt8] = []
  /// The `.part` of that message; negative where there is none.
  private var part: Int32 = -1
  /// Why nothing more is written.
  private(set) var failure: Failure?
  /// Called once, with the `errno` that ended the writing.
  var onLoss: (Int32) -> Void = { _ in }
  var onDoubt: ((LineCheck.Doubt) -> Void)?
  let needsWhole = false

  /// How much of a message is held, in bytes, before it gets a file.
  private static let heldSize = 65536

  /// `path` is a folder that `prepare` has made.
  init(_ path: String) { self.path = path }

  /// Makes the folder unless it is there. Fails where files cannot be made in it.
  static func prepare(_ path: String) throws(Failure) {
    if mkdir(path, 0o777) == 0 { return }
    var number = errno
    if number == EEXIST { number = access(path + "/.", W_OK | X_OK) == 0 ? 0 : errno }
    guard number == 0 else {
      throw Failure(
        .cannotCreate, "messages cannot be written to the folder \(path): \(SystemError.words(number))")
    }
  }

  deinit { if part >= 0 { close(part) } }

  func print(_ event: WebSocketEvent, _ bytes: RawSpan) {
    guard failure == nil else { return }
    switch event {
    case .messageBytes(let kind):
      self.kind = kind
      if kind == .text { scanner.append(bytes) }
      bytes.withUnsafeBytes { held.append(contentsOf: $0) }
      if held.count > Self.heldSize { spill() }
    case .messageEnd(let kind, _):
      end(kind == .binary ? "bin" : scanner.isWhole ? "json" : "txt")
    default: break
    }
  }

  func print(_ batch: MessageBatch, _ bytes: RawSpan) { batch.forEachEvent(in: bytes) { print($0, $1) } }

  func print(whole message: [UInt8], _ kind: MessageKind) {
    print(.messageBytes(kind), message.span.bytes)
    print(.messageEnd(kind, length: UInt64(message.count)), RawSpan())
  }

  func breakOff() {
    guard failure == nil, kind != nil else { return }
    spill()
    if part >= 0 { close(part) }
    next()
  }

  /// Ends the message that is open in a file with this extension.
  private func end(_ kind: String) {
    let file = name(kind)
    let target = create(file)
    guard target >= 0 else { return }
    if part < 0 {
      write(to: target, file)
      close(target)
    } else {
      write(to: part, name("part"))
      close(target)
      close(part)
      // The name is ours since the file was created, so nothing else is replaced.
      if failure == nil, rename(name("part"), file) != 0 { lose("\(file) cannot be written", errno) }
    }
    if failure != nil { unlink(file) }
    next()
  }

  /// Writes what is held to the `.part`.
  private func spill() {
    if part < 0 { part = create(name("part")) }
    if part >= 0 { write(to: part, name("part")) }
  }

  private func next() {
    number += 1
    kind = nil
    part = -1
    scanner = JSONScanner()
    held.removeAll(keepingCapacity: true)
  }

  private func name(_ kind: String) -> String {
    let digits = String(number)
    return "\(path)/\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).\(kind)"
  }

  private func create(_ file: String) -> Int32 {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor < 0 { lose("\(file) cannot be created", errno) }
    return descriptor
  }

  private func write(to descriptor: Int32, _ file: String) {
    let number = Descriptor.writeAll(descriptor, held)
    held.removeAll(keepingCapacity: true)
    if number != 0 { lose("\(file) cannot be written", number) }
  }

  private func lose(_ sentence: String, _ number: Int32) {
    guard failure == nil else { return }
    failure = Failure(
      .writeFailed, "\(sentence): \(SystemError.words(number))",
      hint: number == EEXIST ? "is it of another run? --split needs a folder without such files" : nil)
    held = []
    onLoss(number)
  }
}
