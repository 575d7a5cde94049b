/// A generator that makes masking keys; on a live connection they must be unpredictable (RFC 6455 10.3).
public protocol MaskingKeySource: RandomNumberGenerator, Sendable {
  /// A fresh key. One that is drawn from a pool need not spend eight bytes of it on four.
  mutating func nextKey() -> MaskingKey
}

extension MaskingKeySource {
  /// Spends eight bytes of the generator, and keeps four.
  public mutating func nextKey() -> MaskingKey { MaskingKey(using: &self) }
}

extension SystemRandomNumberGenerator: MaskingKeySource {}
