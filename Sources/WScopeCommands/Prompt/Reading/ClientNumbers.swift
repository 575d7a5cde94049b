import Synchronization

/// The numbers of the clients that are there, for completion on another thread.
final class ClientNumbers: Sendable {
  private let numbers = Mutex<[Int]>([])

  var all: [Int] {
    get { numbers.withLock { $0 } }
    set { numbers.withLock { $0 = newValue } }
  }
}
