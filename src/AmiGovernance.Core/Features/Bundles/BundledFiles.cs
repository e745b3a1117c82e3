using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Bundles;

/// <summary>The files in a bundle, in the place of those of the governance repository. Nothing of it is ever written to a disk.</summary>
public sealed class BundledFiles(Bundle bundle) : IFileReader
{
    /// <summary>Its paths are those of the publisher's repository: there may be a file of the same name here.</summary>
    private static readonly SourceUpkeep Upkeep = new()
    {
        WrittenAgain = "the file is in the bundle: those who publish it mend it",
    };

    public bool Exists(string path) => bundle.Files.ContainsKey(path);

    public IReadOnlyList<string> List(string folder) =>
        [.. bundle.Files.Keys.Where(path => path.StartsWith($"{folder}/", StringComparison.Ordinal))];

    public SourceText? Read(string path, DiagnosticBag bag)
    {
        if (bundle.Files.TryGetValue(path, out var text))
            return SourceText.FromString(path, text).KeptBy(Upkeep);
        bag.Report(
            JsonDiagnostics.FileUnreadable,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"`{path}` cannot be read: it is not in the bundle"
        );
        return null;
    }
}
