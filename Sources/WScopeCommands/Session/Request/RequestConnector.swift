import NIOCore
import WebSocketTransport
import WebSocketWire

/// Connects as a `Connector` does, and again for each request that an answer asks for.
///
/// All of it runs on the event loop.
final class RequestConnector {
  /// Why there is no open connection.
  struct Trouble: Error {
    /// The last connect's; nil where it could not begin.
    let error: ConnectError?
    let failure: Failure
  }

  /// What is said on the way.
  enum Report {
    /// The server asks for another request, which is made now for this URL; the error holds its answer.
    case moved(ConnectError, to: WebSocketURL, String)
    /// A file could not be written.
    case trouble(Failure)
  }

  private let plan: RequestPlan
  private(set) var chain: RequestChain
  private var connector: Connector
  private let loop: any EventLoop
  private let number: Int
  private let clock: RunClock
  private var isCancelled = false
  var onReport: (Report) -> Void = { _ in }

  /// Prepares a connect to the plan's URL, or to another; fails as a `Connector` does.
  init(
    _ plan: RequestPlan, to url: WebSocketURL? = nil, on loop: any EventLoop, number: Int = 1,
    clock: RunClock
  ) throws {
    self.plan = plan
    chain = RequestChain(plan, to: url)
    connector = try Connector(chain.configuration, on: loop, number: number, clock: clock)
    self.loop = loop
    self.number = number
    self.clock = clock
  }

  /// Begins to connect; `completion` is called once.
  func connect(_ completion: @escaping (Result<WebSocketSession, Trouble>) -> Void) {
    connector.connect { [self] outcome in
      switch outcome {
      case .success(let session): completion(.success(session))
      case .failure(let error): refused(error, completion)
      }
    }
  }

  /// Gives up; the outcome is `.cancelled`, at once.
  func cancel() {
    isCancelled = true
    connector.cancel()
  }

  private func refused(
    _ error: ConnectError, _ completion: @escaping (Result<WebSocketSession, Trouble>) -> Void
  ) {
    do {
      guard let sentence = try next(after: error) else {
        return completion(.failure(Trouble(error: error, failure: failure(error))))
      }
      onReport(.moved(error, to: chain.configuration.url, sentence))
    } catch let trouble {
      return completion(.failure(Trouble(error: error, failure: failure(trouble))))
    }
    do {
      connector = try Connector(chain.configuration, on: loop, number: number, clock: clock)
    } catch {
      return completion(.failure(Trouble(error: nil, failure: failure(error))))
    }
    connect(completion)
    if isCancelled { connector.cancel() }
  }

  /// What is asked for next, in a sentence; nil where the server has given its last answer.
  private func next(after error: ConnectError) throws(Failure) -> String? {
    guard case .handshake(.refused(let answer, _, _)) = error.reason else { return nil }
    if let failure = chain.remember(answer) { onReport(.trouble(failure)) }
    return try chain.next(after: answer)
  }

  private func failure(_ error: any Error) -> Failure {
    Failure(error, contentLimit: plan.showsContent?.limit).after(chain.trail)
  }
}
