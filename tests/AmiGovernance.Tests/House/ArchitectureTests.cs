using System.Text.RegularExpressions;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.House;

public sealed partial class ArchitectureTests
{
    /// <summary>A folder of Core may use only those before it. New folders are entered at their place (docs/architecture.md).</summary>
    private static readonly string[] CoreFolders =
    [
        "Text",
        "Diagnostics",
        "Json",
        "Identifiers",
        "Iam",
        "Declarative",
        "Config",
        "Organizations",
        "Exceptions",
        "Generation",
        "Rules",
        "Proof",
        "Planning",
        "Trail",
        "Images",
        "Impact",
        "Monitoring",
        "Reports",
        "Operations",
    ];

    /// <summary>Lines; a longer file holds a second concept.</summary>
    private const int LongestFile = 400;

    private static IEnumerable<string> Sources(params string[] folder) =>
        Directory
            .GetFiles(RepositoryRoot.File(folder), "*.cs", SearchOption.AllDirectories)
            .Where(f =>
                !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)
            );

    [Fact]
    public void Folders_of_Core_use_only_the_folders_before_them()
    {
        foreach (var file in Sources("src", "AmiGovernance.Core"))
        {
            var folder = Path.GetRelativePath(RepositoryRoot.File("src", "AmiGovernance.Core"), file)
                .Split(Path.DirectorySeparatorChar)[0];
            var place = Array.IndexOf(CoreFolders, folder);
            Assert.True(place >= 0, $"{folder} is not in the list of folders");
            foreach (Match use in CoreUse().Matches(File.ReadAllText(file)))
            {
                var used = Array.IndexOf(CoreFolders, use.Groups[1].Value);
                Assert.True(used <= place, $"{file} in {folder} uses {use.Groups[1].Value}, which comes after it");
            }
        }
    }

    [Fact]
    public void Core_references_no_package_and_no_project()
    {
        var project = File.ReadAllText(RepositoryRoot.File("src", "AmiGovernance.Core", "AmiGovernance.Core.csproj"));
        Assert.DoesNotContain("PackageReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
    }

    [Fact]
    public void No_file_is_too_long_and_no_method_throws_NotImplementedException()
    {
        foreach (var file in Sources("src").Concat(Sources("tests")))
        {
            var text = File.ReadAllText(file);
            Assert.True(text.Count(c => c == '\n') <= LongestFile, $"{file} is longer than {LongestFile} lines");
            if (Path.GetFileName(file) != "ArchitectureTests.cs")
                Assert.DoesNotContain("NotImplementedException", text, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"AmiGovernance\.Core\.([A-Z][A-Za-z]+)")]
    private static partial Regex CoreUse();
}
