import SystemCalls
import WebSocketCapture
import WebSocketTransport
import WebSocketWire

/// How a run is recorded.
struct RecordingPlan {
  /// What a recording is written as.
  enum Format: String, CaseIterable {
    case jsonl, pcapng, har
  }

  let path: String
  let format: Format
  /// How many bytes a file has before the next one is begun; nil for one file.
  var rotation: UInt64?
  let showsSecrets: Bool

  /// The format is that of the suffix unless it is given. Fails where neither says it.
  init(_ path: String, format: Format? = nil, rotation: UInt64? = nil, showsSecrets: Bool) throws(Failure) {
    let suffix = path.split(separator: "/").last?.split(separator: ".").dropFirst().last.map(String.init)
    guard let format = format ?? suffix.flatMap({ Format(rawValue: $0.lowercased()) }) else {
      throw Failure(
        .usage,
        "\(path.quoted) does not say what a recording is written as: its name ends in none of \(Self.suffixes)",
        hint: "--record-format says it for any name")
    }
    guard format != .har || rotation == nil else {
      throw Failure(
        .usage, "--record-rotate does not begin another HAR file; .jsonl and .pcapng can be rotated")
    }
    self.path = path
    self.format = format
    self.rotation = rotation
    self.showsSecrets = showsSecrets
  }

  static let suffixes = Format.allCases.map { "." + $0.rawValue }.joined(separator: ", ")

  /// The file of a part: `a.jsonl`, `a.2.jsonl`.
  func path(ofPart part: Int) -> String {
    guard part > 1 else { return path }
    let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let dot = path.lastIndex(of: "."), dot > name else { return "\(path).\(part)" }
    return "\(path[..<dot]).\(part)\(path[dot...])"
  }

  /// Makes the file of a part, which only the user can read. Fails with status 73 where it is there already or cannot be made.
  func create(part: Int = 1) throws(Failure) -> Int32 {
    let path = path(ofPart: part)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 { return descriptor }
    throw Failure(
      .cannotCreate, "the recording \(path) cannot be created: \(SystemError.words(errno))",
      hint: errno == EEXIST ? "a recording is always a new file" : nil)
  }

  /// What writes it. `role` is our end, nil where both ends are others; `start` is when the run began, since 1970-01-01 00:00 UTC.
  func recorder(role: WebSocketRole?, start: Duration, to target: any RecordingTarget) -> any Recorder {
    switch format {
    case .jsonl:
      LineRecorder(role: role, start: start, showsSecrets: showsSecrets, rotation: rotation, to: target)
    case .har: HARRecorder(start: start, showsSecrets: showsSecrets, to: target)
    case .pcapng:
      PacketRecorder(role: role, start: start, showsSecrets: showsSecrets, rotation: rotation, to: target)
    }
  }

  /// Why its file cannot be written.
  func failure(_ number: Int32, part: Int) -> Failure {
    Failure(
      .writeFailed,
      "the recording \(path(ofPart: part)) cannot be written: \(SystemError.words(number))")
  }
}
