import SystemCalls
import WireTestSupport

/// A conversation of random bytes between two sockets: what each end sends in which pieces, and how it leaves.
struct RelayTalk {
  /// How an end leaves once it has sent all.
  enum Leaving {
    /// It ends its direction, and reads on to the other's end.
    case halfClose
    /// It does so once the other has ended.
    case last
    case reset
  }

  private(set) var client: RelayTalkEnd
  private(set) var server: RelayTalkEnd
  /// What the content of both is taken from.
  private let block: [UInt8]

  /// How long nothing may happen, in milliseconds.
  private static let patience: Int32 = 20_000

  /// What it was that went wrong.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Connects through `port` to what listens at the other side.
  init(through port: Int, to listener: RawSocket, block: [UInt8], random: inout SeededGenerator) throws {
    let pairs: [(Leaving, Leaving)] = [
      (.halfClose, .halfClose), (.halfClose, .last), (.last, .halfClose), (.reset, .last), (.last, .reset),
      (.reset, .halfClose), (.halfClose, .reset),
    ]
    let leaving = random.pick(pairs) ?? pairs[0]
    self.block = block
    let socket = try RawSocket.connect(to: port)
    client = RelayTalkEnd(socket, of: block.count, leaving.0, &random)
    server = RelayTalkEnd(try listener.accept(), of: block.count, leaving.1, &random)
  }

  /// Moves bytes until in all of the talks both ends have left and heard how the other did.
  static func run(_ talks: inout [RelayTalk]) throws {
    var space = [UInt8](repeating: 0, count: 65536)
    while true {
      var requests: [pollfd] = []
      var isDone = true
      for index in talks.indices {
        talks[index].client.leave()
        talks[index].server.leave()
        isDone = isDone && talks[index].isDone
        requests += [talks[index].client.request, talks[index].server.request]
      }
      if isDone { return }
      guard poll(&requests, nfds_t(requests.count), patience) > 0 else {
        throw Failure(description: "nothing happens any more: \(talks.filter { !$0.isDone })")
      }
      for index in talks.indices {
        try talks[index].turn(requests[2 * index].revents, requests[2 * index + 1].revents, &space)
      }
    }
  }

  private var isDone: Bool { client.isDone && server.isDone }

  private mutating func turn(_ clientEvents: Int16, _ serverEvents: Int16, _ space: inout [UInt8]) throws {
    guard clientEvents != 0 || serverEvents != 0 else { return }
    try space.withUnsafeMutableBytes { space in
      try block.withUnsafeBytes { block in
        try client.turn(clientEvents, block, space)
        try server.turn(serverEvents, block, space)
      }
    }
  }

  /// Fails where one end has not got what the other sent, or not heard how it left. What was sent before a reset may be lost, but
  /// nothing else may be there.
  func check() throws {
    for (sender, receiver) in [(client, server), (server, client)] {
      let isReset = client.leaving == .reset || server.leaving == .reset
      guard isReset || receiver.received.count == sender.content.count,
        isPrefix(receiver.received, of: sender.content)
      else { throw Failure(description: "other bytes: \(self)") }
      guard receiver.leaving != .reset else { continue }
      let expected: RelayTalkEnd.Ending = sender.leaving == .reset ? .reset : .end
      guard receiver.ending == expected else { throw Failure(description: "another end: \(self)") }
    }
  }
}

extension RelayTalk {
  private func isPrefix(_ bytes: [UInt8], of content: Range<Int>) -> Bool {
    guard bytes.count <= content.count, !bytes.isEmpty else { return bytes.isEmpty }
    return block.withUnsafeBytes { block in
      guard let start = block.baseAddress?.advanced(by: content.lowerBound) else { return false }
      return memcmp(start, bytes, bytes.count) == 0
    }
  }
}

extension RelayTalk: CustomStringConvertible {
  var description: String { "client \(client.summary), server \(server.summary)" }
}
