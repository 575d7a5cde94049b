import Foundation
import Testing
import WebSocketWire
import WireTestSupport

@Suite("captures of peers that are not ours are read as tshark reads them", .gated)
struct CaptureOracleTests {
  /// How many messages are said; `WSCOPE_CAPTURED_MESSAGES` makes it more, for a longer look.
  private static let messages =
    ProcessInfo.processInfo.environment["WSCOPE_CAPTURED_MESSAGES"].flatMap { Int($0) } ?? 150
  private static let python = "captured_pair.py"

  /// A conversation of Python's websockets or Node's ws with itself, captured; what each end says that it sent.
  static func converse(
    _ folder: TemporaryFolder, _ script: String = python, deflate: Bool, count: Int = messages
  ) async throws -> (file: String, port: Int, spoken: [String]) {
    let seed = Int.random(in: 0..<1_000_000)
    let arguments = ["\(count)", "\(seed)"] + (deflate ? ["deflate"] : [])
    let peer = try await Peer.started(Peer.script(script, arguments, input: .held))
    defer { peer.end() }
    let capture = try await NetworkCapture.start(port: peer.port, to: folder.path("capture.pcapng"))
    peer.child.write("go\n")
    let outcome = await peer.child.outcome()
    try #require(outcome.status == 0, "seed \(seed): \(outcome.errors)")
    try await capture.end(after: 2)
    return (capture.path, peer.port, outcome.lines.dropFirst().map(String.init))
  }

  private static let fields = [
    "tcp.srcport", "websocket.fin", "websocket.rsv", "websocket.opcode", "websocket.mask",
    "websocket.payload_length", "websocket.payload_length_ext_16", "websocket.payload_length_ext_64",
    "websocket.masking_key", "websocket.payload.ping", "websocket.payload.pong",
    "websocket.payload.close.status_code", "data.data",
  ]

  /// What tshark says of each frame, in the order of the packets: a row has the fields of a frame in our words.
  static func dissected(_ file: String, port: Int) async throws -> [String] {
    let outcome = try await Peer.launch(
      "/usr/bin/tshark",
      ["-r", file, "-d", "tcp.port==\(port),http", "-Y", "websocket", "-T", "fields", "-E", "separator=|"]
        + fields.flatMap { ["-e", $0] }, limit: 120
    ).outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.lines.flatMap { rows(of: String($0), port: port) }
  }

  /// A packet can hold several frames, whose fields are in lists.
  private static func rows(of line: String, port: Int) -> [String] {
    var lists = line.split(separator: "|", omittingEmptySubsequences: false).map {
      $0.split(separator: ",").map(String.init)
    }
    func next(_ field: Int) -> String { lists[field].isEmpty ? "" : lists[field].removeFirst() }
    let sender = lists[0] == ["\(port)"] ? "server" : "client"
    return lists[1].indices.map { _ in
      let (fin, rsv, opcode, mask, short) = (next(1), next(2), next(3), next(4), next(5))
      let length = short == "126" ? next(6) : short == "127" ? next(7) : short
      let key = mask == "1" ? next(8) : ""
      let content =
        switch opcode {
        case "2" where length != "0": next(12)
        case "8": next(11)
        case "9": next(9)
        case "10": next(10)
        default: ""
        }
      return [sender, fin, rsv == "0x04" ? "1" : "0", opcode, key, length, content].joined(separator: " ")
    }
  }

  /// The same of our events.
  static func row(_ object: [String: Any]) -> String {
    let opcode = object["opcode"] as? Int ?? -1
    let inflated = object["inflated"] as? [String: Any] ?? object
    func hex(_ object: [String: Any]) -> String {
      let text = (object["text"] as? String).map { Data($0.utf8) }
      let data = (object["base64"] as? String).flatMap { Data(base64Encoded: $0) }
      return Hex.packed([UInt8](text ?? data ?? Data()))
    }
    let content =
      switch opcode {
      // Of a message that inflates to nothing tshark shows the one byte that it is compressed to.
      case 2: object["inflated"] != nil && hex(inflated).isEmpty ? "00" : hex(inflated)
      case 8: "\(Int(hex(object).prefix(4), radix: 16) ?? 0)"
      case 9, 10: hex(object)
      default: ""
      }
    let rsv = (object["rsv"] as? [Int])?.first ?? -1
    return [
      object["sender"] as? String ?? "?", object["fin"] as? Bool == true ? "1" : "0", "\(rsv)", "\(opcode)",
      object["maskingKey"] as? String ?? "", "\(object["length"] ?? "?")", content,
    ].joined(separator: " ")
  }

  @Test(
    "each field of each frame, and each message as its sender tells it",
    arguments: [python, "captured_pair.js"], [false, true])
  func fields(script: String, deflate: Bool) async throws {
    let folder = try TemporaryFolder()
    let (file, port, spoken) = try await Self.converse(folder, script, deflate: deflate)
    let outcome = try await Program.run(["read", "--json-frames", file], limit: 120)
    outcome.expect(status: 0)
    #expect(outcome.errors == "")
    let events = try await EventLines(outcome.output)
    let wanted = try await Self.dissected(file, port: port)
    for sender in ["client", "server"] {
      let ours = events.objects.filter { $0["type"] as? String == "frame" }.map(Self.row)
      func rows(_ rows: [String]) -> [String] {
        rows.filter { $0.hasPrefix(sender) }.map { deflate ? Self.withoutBinary($0) : $0 }
      }
      let (found, theirs) = (rows(ours), rows(wanted))
      let differing = zip(found, theirs).first { $0 != $1 }
      #expect(
        found == theirs, "\(found.count) of \(theirs.count): \(differing.map { "\($0)".prefix(500) } ?? "")")
      let messages = events.objects.filter {
        $0["type"] as? String == "message" && $0["sender"] as? String == sender
      }
      #expect(messages.map(Self.spoken) == spoken.filter { $0.hasPrefix(sender) })
    }
    #expect(events.members("summary", "ending", "by", "code") == ["closed client 4321"])
    #expect(events.counts["violation"] == nil && events.counts["gap"] == nil)
  }

  /// A row without the content of a binary frame, which tshark 4.0 does not always inflate; the sender tells it in any case.
  private static func withoutBinary(_ row: String) -> String {
    let fields = row.split(separator: " ", omittingEmptySubsequences: false)
    return fields[3] == "2" ? fields.dropLast().joined(separator: " ") : row
  }

  private static func spoken(_ object: [String: Any]) -> String {
    let text = (object["text"] as? String).map { Data($0.utf8) }
    let data = (object["base64"] as? String).flatMap { Data(base64Encoded: $0) }
    let hex = Hex.packed([UInt8](text ?? data ?? Data()))
    return "\(object["sender"] ?? "") \(object["kind"] ?? "") \(hex)"
  }

  @Test("the same capture in other formats, packed, and through a pipe")
  func formats() async throws {
    let folder = try TemporaryFolder()
    let (captured, _, _) = try await Self.converse(folder, deflate: true, count: 40)
    // The clock of pcap has microseconds, so that of the others has no more.
    let file = folder.path("base.pcap")
    let base = try await Peer.launch("/usr/bin/editcap", ["-F", "pcap", captured, file]).outcome()
    try #require(base.status == 0, "\(base.errors)")
    let wanted = try await Program.run(["read", "--json-frames", file], limit: 60)
    wanted.expect(status: 0)
    for format in ["pcap", "nsecpcap", "pcapng"] {
      let other = folder.path("other.\(format)")
      let editcap = try await Peer.launch("/usr/bin/editcap", ["-F", format, file, other]).outcome()
      try #require(editcap.status == 0, "\(editcap.errors)")
      let read = try await Program.run(["read", "--json-frames", other], limit: 60)
      #expect(read.output == wanted.output && read.status == 0, "\(format)")
      let packed = try await Peer.launch("/bin/gzip", ["-k", other]).outcome()
      try #require(packed.status == 0, "\(packed.errors)")
      let unpacked = try await Program.run(["read", "--json-frames", other + ".gz"], limit: 60)
      #expect(unpacked.output == wanted.output && unpacked.status == 0, "\(format), packed")
    }
    let piped = try await Program.run(
      ["read", "--json-frames", "-"], input: .bytes(try Data(contentsOf: URL(fileURLWithPath: file))),
      limit: 60)
    #expect(piped.output == wanted.output && piped.status == 0)
  }

  @Test(
    "packets that come late, twice, or not at all",
    arguments: [["reorder"], ["duplicate"], ["reorder", "duplicate"], ["reorder", "duplicate", "drop"]])
  func disturbed(kinds: [String]) async throws {
    let folder = try TemporaryFolder()
    let (captured, _, _) = try await Self.converse(folder, deflate: false)
    let file = folder.path("whole.pcap")
    let base = try await Peer.launch("/usr/bin/editcap", ["-F", "pcap", captured, file]).outcome()
    try #require(base.status == 0, "\(base.errors)")
    let seed = Int.random(in: 0..<1_000_000)
    let disturbed = folder.path("disturbed.pcap")
    let script = try await Peer.script("disturb_capture.py", [file, disturbed, "\(seed)"] + kinds).outcome()
    try #require(script.status == 0, "\(script.errors)")
    func read(_ file: String) async throws -> EventLines {
      try await EventLines(try await Program.run(["read", "--json-frames", file], limit: 60).output)
    }
    let lines = try await read(disturbed)
    let (whole, found) = (Self.rows(try await read(file)), Self.rows(lines))
    #expect(found.subtracting(whole) == [], "seed \(seed), \(kinds)")
    #expect(lines.counts["violation"] == nil, "seed \(seed), \(kinds)")
    if !kinds.contains("drop") {
      #expect(found == whole && lines.counts["gap"] == nil, "seed \(seed), \(kinds): \(script.text)")
    }
  }

  /// The frames that are whole, each with its place.
  private static func rows(_ lines: EventLines) -> Set<String> {
    Set(
      lines.objects.filter { $0["type"] as? String == "frame" && $0["missing"] == nil }.map {
        "\($0["byteOffset"] ?? "") \(row($0))"
      })
  }

  @Test("packets that editcap has doubled and cut away: no frame is wrong")
  func damaged() async throws {
    let folder = try TemporaryFolder()
    let (file, _, _) = try await Self.converse(folder, deflate: false, count: 60)
    let whole = try await EventLines(
      try await Program.run(["read", "--json-frames", file], limit: 60).output)
    let cut = folder.path("cut.pcapng")
    let editcap = try await Peer.launch("/usr/bin/editcap", [file, cut, "30", "45-46", "90", "101"]).outcome()
    try #require(editcap.status == 0, "\(editcap.errors)")
    let outcome = try await Program.run(["read", "--json-frames", cut], limit: 60)
    outcome.expect(status: 0)
    let lines = try await EventLines(outcome.output)
    #expect(Self.rows(lines).subtracting(Self.rows(whole)) == [])
    #expect(lines.counts["violation"] == nil)
    // Every packet of data twice: mergecap puts the copy beside it.
    let doubled = folder.path("doubled.pcapng")
    let mergecap = try await Peer.launch("/usr/bin/mergecap", ["-w", doubled, file, file]).outcome()
    try #require(mergecap.status == 0, "\(mergecap.errors)")
    let twice = try await EventLines(
      try await Program.run(["read", "--json-frames", doubled], limit: 60).output)
    #expect(Self.rows(twice) == Self.rows(whole))
    #expect(twice.counts["connected"] == 1 && twice.counts["gap"] == nil)
  }
}
