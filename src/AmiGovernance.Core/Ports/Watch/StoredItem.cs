namespace AmiGovernance.Core.Ports.Watch;

/// <summary>A small document in an <see cref="IWatchStore"/>.</summary>
/// <param name="Tag">Names this version of it.</param>
/// <param name="Age">How long ago it was written, by the clock of the store alone.</param>
public sealed record StoredItem(ReadOnlyMemory<byte> Bytes, string Tag, TimeSpan Age);
