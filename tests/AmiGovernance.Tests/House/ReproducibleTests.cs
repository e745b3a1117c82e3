using System.Reflection.Metadata;
using System.Text;

namespace AmiGovernance.Tests.House;

/// <summary>
/// What ships holds no path of the machine that built it. `scripts/compare-builds.sh`, of `.ci/long`, builds it twice and compares.
/// </summary>
public sealed class ReproducibleTests
{
    private static readonly string Here = RepositoryRoot.File("src", "AmiGovernance");

    [Theory]
    [InlineData("amigov")]
    [InlineData("AmiGovernance.Aws")]
    [InlineData("AmiGovernance.Console")]
    [InlineData("AmiGovernance.Core")]
    [InlineData("AmiGovernance.Sandbox")]
    public void An_assembly_holds_no_path_of_the_machine(string assembly)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));
        Assert.False(Holds(bytes, Encoding.UTF8) || Holds(bytes, Encoding.Unicode), assembly);
        Assert.DoesNotContain(Sources(assembly), s => s.StartsWith(RepositoryRoot.Path, StringComparison.Ordinal));
    }

    /// <summary>The tests find their data by such paths.</summary>
    [Fact]
    public void A_path_is_found_where_there_is_one() =>
        Assert.Contains(
            Sources("AmiGovernance.Tests"),
            s => s.StartsWith(RepositoryRoot.Path, StringComparison.Ordinal)
        );

    private static bool Holds(byte[] bytes, Encoding encoding) => bytes.AsSpan().IndexOf(encoding.GetBytes(Here)) >= 0;

    /// <summary>The files of source that the symbols name.</summary>
    private static List<string> Sources(string assembly)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{assembly}.pdb"));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(file);
        var reader = symbols.GetMetadataReader();
        return [.. reader.Documents.Select(d => reader.GetString(reader.GetDocument(d).Name))];
    }
}
