using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Policies.Iam;

/// <summary>The service control policies that AWS publishes as examples (57 files, of which one is malformed).</summary>
public sealed class PolicyRoundTripTests
{
    private const string Malformed = "deny-service-specific-credential-by-type.json";

    private static readonly string Folder = RepositoryRoot.File("..", "shared", "data", "scp-aws-samples");

    private static IEnumerable<string> Files()
    {
        Assert.SkipUnless(Directory.Exists(Folder), "the published example policies are not beside this checkout");
        return Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Each_is_read_without_loss()
    {
        var files = Files().Where(f => Path.GetFileName(f) != Malformed).ToList();
        Assert.Equal(56, files.Count);
        foreach (var file in files)
        {
            var bag = new DiagnosticBag();
            var policy = PolicyParser.Parse(
                new SourceText(file, File.ReadAllBytes(file)),
                PolicyType.ServiceControlPolicy,
                bag
            );
            Assert.True(policy is not null, file);
            Assert.False(bag.HasErrors, $"{file}: {string.Join(" | ", bag.ToSorted().Select(d => d.Message))}");
            var printed = PolicyWriter.Minified(policy);
            var again = PolicyParser.Parse(
                new SourceText("again", printed),
                PolicyType.ServiceControlPolicy,
                new DiagnosticBag()
            );
            Assert.Equal(printed, PolicyWriter.Minified(again!));
            Assert.Equal(Values(File.ReadAllText(file)), Values(AmiGovernance.Core.Base.Json.JsonText.ToText(printed)));
        }
    }

    [Fact]
    public void The_malformed_one_is_refused_with_its_position()
    {
        var bag = new DiagnosticBag();
        var file = Files().Single(f => Path.GetFileName(f) == Malformed);
        PolicyParser.Parse(new SourceText(file, File.ReadAllBytes(file)), PolicyType.ServiceControlPolicy, bag);
        var error = bag.ToSorted().First(d => d.Severity == Severity.Error);
        // It holds a comment, which asks to be removed before use.
        Assert.Equal("AMI0005", error.Code);
        Assert.Equal(new LinePosition(15, 13), error.Location.Start);
    }

    /// <summary>Every string of a document by a reader that is not ours: nothing may be lost or added but the sugar of one-element lists.</summary>
    private static IEnumerable<string> Values(string text)
    {
        var values = new List<string>();
        Collect(System.Text.Json.JsonDocument.Parse(text.TrimStart('\uFEFF')).RootElement);
        return values.Order(StringComparer.Ordinal);

        void Collect(System.Text.Json.JsonElement element)
        {
            if (element.ValueKind == System.Text.Json.JsonValueKind.Object)
                foreach (var property in element.EnumerateObject())
                {
                    values.Add(property.Name);
                    Collect(property.Value);
                }
            else if (element.ValueKind == System.Text.Json.JsonValueKind.Array)
                foreach (var item in element.EnumerateArray())
                    Collect(item);
            else
                values.Add(
                    element
                        .ToString()
                        .Replace("True", "true", StringComparison.Ordinal)
                        .Replace("False", "false", StringComparison.Ordinal)
                );
        }
    }
}
