import WebSocketWire

/// The members of one line of a recording.
struct RecordedLine {
  var type = ""
  /// When the run began, or when it happened, as it is written.
  var time: [UInt8]?
  var offset: Duration?
  var connection = 0
  var sender: WebSocketRole?
  var number: UInt64?
  var byteOffset: UInt64?
  var header: FrameHeader?
  var content: [UInt8]?
  var missing: UInt64 = 0
  var omitted: UInt64 = 0
  var violations: UInt64 = 0
  var isCut = false
  var isOfText = false
  /// All other members.
  var others: [String: JSONValue] = [:]

  /// Members that say again what the header says.
  private static let repeated: Set = ["fin", "rsv", "opcode", "name", "maskingKey", "length", "lengthForm"]

  /// Fails for what is not an object, or a member that cannot be what it should.
  init(_ line: [UInt8]) throws(RecordingFault) {
    if let fault = UTF8Validator.fault(in: line.span.bytes) {
      var wrong = RecordingFault(Hex.spaced(fault.bytes), expected: "UTF-8")
      wrong.offset = Int(clamping: fault.start)
      throw wrong
    }
    var reader = JSONReader(line)
    var members = RecordedLine()
    do throws(JSONReader.Fault) {
      try reader.object { (name, reader) throws(JSONReader.Fault) in try members.read(name, &reader) }
      try reader.end()
    } catch {
      throw RecordingFault(error, in: line)
    }
    self = members
  }

  private init() {}

  private mutating func read(_ name: String, _ reader: inout JSONReader) throws(JSONReader.Fault) {
    switch name {
    case "type": type = String(decoding: try reader.string(), as: UTF8.self)
    case "time": time = try reader.string()
    case "offset":
      offset = JSONNumber(try reader.number()).seconds
      if offset == nil { throw reader.fault("a number of seconds is expected") }
    case "connection": connection = Int(clamping: try integer(&reader))
    case "sender":
      sender = WebSocketRole(rawValue: String(decoding: try reader.string(), as: UTF8.self))
      if sender == nil { throw reader.fault("client or server is expected") }
    case "number": number = try integer(&reader)
    case "byteOffset": byteOffset = try integer(&reader)
    case "header":
      let digits = try reader.string()
      header = Hex.bytes(packed: digits).flatMap { FrameHeader($0) }
      if header == nil { throw reader.fault("the header of a frame in hex is expected") }
    case "text": content = try reader.string()
    case "base64":
      content = Base64.decode(String(decoding: try reader.string(), as: UTF8.self))
      if content == nil { throw reader.fault("base64 with padding is expected") }
    case "missing": missing = try integer(&reader)
    case "omitted": omitted = try integer(&reader)
    case "violations" where reader.kind == .number: violations = try integer(&reader)
    case "cut": isCut = try reader.boolean()
    case "ofText": isOfText = try reader.boolean()
    case _ where Self.repeated.contains(name): try reader.skip()
    default: others[name] = try JSONValue.read(&reader)
    }
  }

  private func integer(_ reader: inout JSONReader) throws(JSONReader.Fault) -> UInt64 {
    guard let number = JSONNumber(try reader.number()).integer else {
      throw reader.fault("a number from 0 on is expected")
    }
    return number
  }
}
