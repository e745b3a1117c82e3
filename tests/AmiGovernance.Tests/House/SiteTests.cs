using System.Text.Json;

namespace AmiGovernance.Tests.House;

/// <summary>The site takes a link that leads nowhere for an error, and has only what `packaging/site/docfx.json` names.</summary>
public sealed class SiteTests
{
    [Fact]
    public void Every_link_of_a_page_leads_to_a_file_of_the_site()
    {
        var (pages, all) = (
            Files("content"),
            Files("content").Concat(Files("resource")).ToHashSet(StringComparer.Ordinal)
        );
        Assert.Contains("README.md", pages);
        var wrong =
            from page in pages
            where page.EndsWith(".md", StringComparison.Ordinal)
            from link in MarkdownLinks.In(RepositoryRoot.File(page))
            let target = Target(page, link)
            where !all.Contains(target)
            select $"{page}: {target}";
        Assert.Equal([], wrong);
    }

    private static string Target(string page, string link)
    {
        var full = Path.GetFullPath(Path.Combine(RepositoryRoot.Path, Path.GetDirectoryName(page)!, link));
        return Relative(full);
    }

    private static string Relative(string full) => Path.GetRelativePath(RepositoryRoot.Path, full).Replace('\\', '/');

    /// <summary>Of the repository; what lies beside docfx.json itself is only linked from there.</summary>
    private static List<string> Files(string kind)
    {
        using var site = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.File("packaging", "site", "docfx.json")));
        return
        [
            .. site
                .RootElement.GetProperty("build")
                .GetProperty(kind)
                .EnumerateArray()
                .Where(group => group.TryGetProperty("src", out var src) && src.GetString() == "../..")
                .SelectMany(group => group.GetProperty("files").EnumerateArray())
                .SelectMany(pattern => Matching(pattern.GetString()!)),
        ];
    }

    private static IEnumerable<string> Matching(string pattern)
    {
        if (!pattern.Contains('*', StringComparison.Ordinal))
            return [pattern];
        var (folder, name) = (pattern[..pattern.IndexOf("/**", StringComparison.Ordinal)], Path.GetFileName(pattern));
        return Directory
            .EnumerateFiles(
                RepositoryRoot.File(folder),
                name.Replace("**", "*", StringComparison.Ordinal),
                SearchOption.AllDirectories
            )
            .Select(Relative);
    }
}
