using AmiGovernance.AcceptanceTests.Support;
using Microsoft.Playwright;

namespace AmiGovernance.AcceptanceTests.Console;

/// <summary>The report as one file, opened from the disk as somebody opens an attachment.</summary>
public sealed class ReportFileBrowserTests
{
    [Fact]
    public async Task The_file_is_searched_sorted_and_printed_and_open_to_all()
    {
        await using var browser = await Browser.Open();
        var amigov = Rehearsed.Once;
        var folder = Directory.CreateTempSubdirectory("amigov-report-");
        var file = Path.Combine(folder.FullName, "governance.html");
        await File.WriteAllTextAsync(file, amigov.Text("artifacts/rehearsal/reports/governance.html"), Cancel);
        var page = browser.Page;
        foreach (var (width, scheme) in new[] { (360, ColorScheme.Dark), (1280, ColorScheme.Light) })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.GotoAsync(new Uri(file).ToString());
            Assert.False(await browser.IsTooWide());
            await browser.Keep($"report-{width}-{scheme}".ToLowerInvariant());
            Assert.Empty(await browser.Barriers());
        }

        var guarantees = page.Locator("section", new() { Has = page.Locator("#guarantees") });
        var rows = guarantees.Locator("tbody tr:visible");
        var all = await rows.CountAsync();
        await guarantees.GetByLabel("Search").FillAsync("refuted");
        Assert.InRange(await rows.CountAsync(), 1, all - 1);
        await guarantees.GetByLabel("Search").FillAsync("");
        var number = guarantees.GetByRole(AriaRole.Button, new() { Name = "no." });
        await number.ClickAsync();
        await number.ClickAsync();
        Assert.StartsWith($"{all}", await rows.First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("descending", await guarantees.Locator("th").First.GetAttributeAsync("aria-sort"));

        Assert.NotEmpty(await page.PdfAsync(new PagePdfOptions { Format = "A4" }));
        Assert.Empty(browser.Complaints);
        folder.Delete(recursive: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
