using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Tests.House;

/// <summary>What is known of an attribute of declarative policies stands in its descriptor; only what AWS has a call for knows it too.</summary>
public sealed class DescriptorTests
{
    private const string Descriptors = "src/AmiGovernance.Core/Policies/Declarative/DeclarativeAttributes.cs";

    /// <summary>The descriptor, the call of the SDK that reads it, its effect in the sandbox, the schema, the configuration's page.</summary>
    private const int MostFiles = 5;

    /// <summary>Besides them the pages that tests hold to tables, and tests.</summary>
    private static IEnumerable<string> Product() =>
        Directory
            .EnumerateFiles(RepositoryRoot.File("src"), "*.*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".cs" or ".txt" or ".md" or ".json")
            // AWS's own table of all actions is refreshed by a script.
            .Where(f => Path.GetFileName(f) != "actions.txt" && !IsBuilt(f))
            .Append(RepositoryRoot.File("schema", "ami_publishers.schema.json"))
            .Append(RepositoryRoot.File("docs", "reference", "config.md"));

    private static bool IsBuilt(string file) =>
        Path.GetRelativePath(RepositoryRoot.File("src"), file).Split(Path.DirectorySeparatorChar)
            is [_, "bin" or "obj", ..];

    private static string[] FilesWith(params string[] words) =>
        [
            .. Product()
                .Where(f => words.Any(w => File.ReadAllText(f).Contains(w, StringComparison.Ordinal)))
                .Select(f => Path.GetRelativePath(RepositoryRoot.File(), f).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void An_optional_attribute_stands_in_five_files_at_most()
    {
        Assert.NotEmpty(DeclarativeAttributes.Optional);
        foreach (var attribute in DeclarativeAttributes.Optional)
        {
            var files = FilesWith(
                attribute.Name,
                attribute.ReadCall,
                attribute.EnableCall,
                attribute.DisableCall,
                attribute.EnableCall["Enable".Length..]
            );
            Assert.Contains(Descriptors, files);
            Assert.True(files.Length <= MostFiles, $"{attribute.Name}: {string.Join(", ", files)}");
        }
    }

    [Fact]
    public void The_name_of_a_type_of_policy_is_written_once()
    {
        foreach (var kind in OrganizationPolicyKinds.All)
            Assert.Equal(
                ["src/AmiGovernance.Core/Policies/Organizations/OrganizationPolicyKinds.cs"],
                FilesWith($"\"{kind.Name}\"").Where(f => f.EndsWith(".cs", StringComparison.Ordinal))
            );
    }

    /// <summary>Comments may name them.</summary>
    [Fact]
    public void The_name_of_an_attribute_is_written_once()
    {
        foreach (var attribute in DeclarativeAttributes.Governed)
            Assert.Equal(
                [Descriptors],
                FilesWith($"\"{attribute.Name}\"").Where(f => f.EndsWith(".cs", StringComparison.Ordinal))
            );
    }
}
