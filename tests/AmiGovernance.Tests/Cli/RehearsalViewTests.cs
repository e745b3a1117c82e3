using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Tests.Cli;

/// <summary>What a rehearsal shows in a terminal.</summary>
public sealed class RehearsalViewTests
{
    /// <summary>The codes of the colours were shown as numbers before the marks.</summary>
    [Fact]
    public void Marks_are_coloured_and_texts_folded()
    {
        using var screen = new StringWriter();
        var view = new RehearsalView(BareContext.Of() with { Out = screen, OutIsTerminal = true, Width = 24 });
        view.Good("three files in dist/");
        view.Bad("no");
        var green = $"{Colors.Green}✓{Colors.Reset}";
        var red = $"{Colors.Red}✗{Colors.Reset}";
        Assert.Equal($"     {green} three files in\n       dist/\n     {red} no\n", screen.ToString());
    }
}
