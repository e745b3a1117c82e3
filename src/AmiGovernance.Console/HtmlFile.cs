using AmiGovernance.Console.Pages;
using AmiGovernance.Console.Slices;

namespace AmiGovernance.Console;

/// <summary>A page as one HTML file: its one style and script stand in it, nothing is loaded from elsewhere.</summary>
public static class HtmlFile
{
    public static string Render(Page page)
    {
        using var text = new StringWriter { NewLine = "\n" };
        using var slice = ReportFile.Create(page.Cut());
        // Nothing in the templates waits for anything, so this has ended when it returns.
        var rendering = slice.RenderAsync(text);
        if (!rendering.IsCompletedSuccessfully)
            rendering.AsTask().GetAwaiter().GetResult();
        return text.ToString();
    }
}
