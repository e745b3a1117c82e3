using System.CommandLine;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Tests.House;

/// <summary>Nothing is undocumented: no code, no configuration key, no command, no option.</summary>
public sealed class DocumentationTests
{
    private static string Reference(string name) => File.ReadAllText(RepositoryRoot.File("docs", "reference", name));

    [Fact]
    public void The_list_of_codes_has_each_code_with_its_severity_and_title()
    {
        var list = File.ReadAllText(RepositoryRoot.File("docs", "diagnostics", "README.md"));
        foreach (var code in DiagnosticCatalog.All)
            Assert.Contains(
                $"| [{code.Code}]({code.Code}.md) | {code.Severity.ToString().ToLowerInvariant()} | {code.Title} |",
                list,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Every_diagnostic_code_has_its_page_and_no_page_is_left_over()
    {
        var pages = Directory
            .GetFiles(RepositoryRoot.File("docs", "diagnostics"), "AMI*.md")
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Order(StringComparer.Ordinal);
        Assert.Equal(DiagnosticCatalog.All.Select(d => d.Code), pages);
    }

    [Fact]
    public void Every_page_has_the_form_that_readers_know()
    {
        foreach (var descriptor in DiagnosticCatalog.All)
        {
            var page = File.ReadAllText(RepositoryRoot.File("docs", "diagnostics", $"{descriptor.Code}.md"));
            Assert.StartsWith($"# {descriptor.Code}: {descriptor.Title}\n", page, StringComparison.Ordinal);
            Assert.Contains($"Severity: {Severity(descriptor)}", page, StringComparison.Ordinal);
            foreach (var section in new[] { "## What it means", "## Example", "## How to fix it" })
                Assert.Contains(section, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Codes_are_unique_and_well_formed()
    {
        Assert.Equal(DiagnosticCatalog.All.Count, DiagnosticCatalog.All.Select(d => d.Code).Distinct().Count());
        Assert.All(DiagnosticCatalog.All, d => Assert.Matches("^AMI[0-9]{4}$", d.Code));
    }

    [Fact]
    public void Every_configuration_key_has_its_heading()
    {
        var headings = Reference("config.md")
            .Split('\n')
            .Where(l => l.StartsWith("### ", StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        var keys = new[]
        {
            ConfigKeys.Root,
            ConfigKeys.OpsPublisher,
            ConfigKeys.VendorPublisher,
            ConfigKeys.PublisherAlias,
            ConfigKeys.ManagedService,
            ConfigKeys.Exception,
            ConfigKeys.RemediationPlan,
            ConfigKeys.BreakGlassPrincipal,
            ConfigKeys.ImageCreationRole,
            ConfigKeys.RestoreRole,
            ConfigKeys.ExceptionType,
            ConfigKeys.Contact,
            ConfigKeys.PolicyConfig,
            ConfigKeys.ImageCriteria,
            ConfigKeys.ImageWatermark,
        }
            .SelectMany(k => k)
            .Distinct();
        Assert.All(keys, key => Assert.Contains($"### `{key}`", headings));
    }

    [Fact]
    public void Every_command_and_option_is_in_the_reference()
    {
        var page = Reference("commands.md");
        foreach (var (path, command) in Commands(CommandTree.Create(), "amigov"))
        {
            if (command.Subcommands.Count == 0)
                Assert.Contains($"## `{path}", page, StringComparison.Ordinal);
            foreach (var option in command.Options)
                Assert.True(page.Contains($"`{option.Name}", StringComparison.Ordinal), $"{path} {option.Name}");
        }
    }

    [Fact]
    public void Every_decision_is_listed_by_its_title()
    {
        var list = File.ReadAllText(RepositoryRoot.File("docs", "decisions", "README.md"));
        foreach (var page in Directory.GetFiles(RepositoryRoot.File("docs", "decisions"), "0*.md"))
        {
            var title = File.ReadLines(page).First().TrimStart('#', ' ');
            Assert.Contains($"- [{title}]({Path.GetFileName(page)})", list, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_relative_link_leads_somewhere()
    {
        var documents = Directory
            .GetFiles(RepositoryRoot.File("docs"), "*.md", SearchOption.AllDirectories)
            .Concat([RepositoryRoot.File("README.md"), RepositoryRoot.File("CONTRIBUTING.md")]);
        foreach (var document in documents)
        foreach (var link in MarkdownLinks.In(document))
            Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, link)), $"{document}: {link}");
    }

    [Fact]
    public void Every_example_of_a_rollout_is_what_is_printed()
    {
        var examples = Gallery.Read();
        Assert.True(examples.Length > 35, $"{examples.Length} examples");
        Assert.All(examples, example => Assert.NotEqual("", example.Kind));
        var wrong = examples
            .Where(example => example.Kind == "golden")
            .Select(example => (example.Source, Line: example.Difference(new GoldenCase(example.Source).Printed)))
            .Where(found => found.Line is not null)
            .Select(found => $"{found.Source}: {found.Line}");
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("$ a\nb\nc", "$ a\nb\nc", true)]
    [InlineData("$ a\n…\nc", "$ a\nb\nb\nc", true)]
    [InlineData("$ a\n…", "$ a\nb", true)]
    [InlineData("$ a\nb… c\n…", "$ a\nbbb c\nd", true)]
    [InlineData("$ a\nc", "$ a\nb\nc", false)]
    [InlineData("$ a\nb", "$ a\nb\nc", false)]
    [InlineData("…\nb\nd", "a\nb\nc\nb\nd", true)]
    [InlineData("$ a\nb", "$ a\nbc", false)]
    public void An_example_leaves_out_only_what_it_says(string example, string printed, bool isReal) =>
        Assert.Equal(isReal, new Gallery("golden", "", [.. example.Split('\n')]).Difference(printed) is null);

    private static string Severity(AmiGovernance.Core.Base.Diagnostics.DiagnosticDescriptor descriptor) =>
        AmiGovernance.Core.Base.Diagnostics.Severities.Name(descriptor.Severity);

    private static IEnumerable<(string Path, Command Command)> Commands(Command command, string path) =>
        command.Subcommands.SelectMany(c => Commands(c, $"{path} {c.Name}")).Prepend((path, command));
}
