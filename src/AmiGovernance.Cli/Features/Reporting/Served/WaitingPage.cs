using AmiGovernance.Console.Pages;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>Stands in for a page while the state of governance is being read.</summary>
internal static class WaitingPage
{
    /// <param name="title">Of the page that comes.</param>
    /// <param name="said">How far the reading is.</param>
    /// <param name="request">For the page that comes.</param>
    public static Page Of(string title, string said, PageRequest request) =>
        new(title)
        {
            Answer = new Cell("It is being read; the page comes by itself.", Tone.Quiet),
            Sections =
            [
                new Section("reading", "Reading")
                {
                    Lead = "The organization, the trail and the repository. The other places can be used meanwhile.",
                    Blocks = [new Progress(said, Address(request))],
                },
            ],
        };

    private static string Address(PageRequest request)
    {
        var path = string.Join('/', request.Path.Split('/').Select(Uri.EscapeDataString));
        var values = request.Values.Select(v => $"{Uri.EscapeDataString(v.Key)}={Uri.EscapeDataString(v.Value)}");
        return request.Values.Count == 0 ? path : $"{path}?{string.Join('&', values)}";
    }
}
