namespace Xunit;

/// <summary>What tests ask of xunit 3, for xunit 2.</summary>
internal sealed class TestContext
{
    public static TestContext Current { get; } = new();

    public CancellationToken CancellationToken => CancellationToken.None;
}
