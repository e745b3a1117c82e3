using AmiGovernance.Console.Pages;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>Stands in for a page while the state of governance is being read.</summary>
internal static class WaitingPage
{
    /// <param name="title">Of the page that comes.</param>
    /// <param name="said">How far the reading is.</param>
    /// <param name="path">Of the page that comes, decoded.</param>
    public static Page Of(string title, string said, string path) =>
        new(title)
        {
            Answer = new Cell("It is being read; the page comes by itself.", Tone.Quiet),
            Sections =
            [
                new Section("reading", "Reading")
                {
                    Lead = "The organization, the trail and the repository. The other places can be used meanwhile.",
                    Blocks = [new Progress(said, Address(path))],
                },
            ],
        };

    private static string Address(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
