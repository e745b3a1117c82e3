using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Features.Reporting;

/// <summary>Explains a diagnostic code from the documentation that ships inside the binary.</summary>
internal static class CodeCommand
{
    public static Command Create(CliContext context)
    {
        var code = new Argument<string?>("CODE")
        {
            Description = "Such as AMI0201; without it all codes are listed",
            HelpName = "CODE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        code.CompletionSources.Add([.. DiagnosticCatalog.All.Select(d => d.Code)]);
        var command = new Command("code", "Explain a diagnostic code") { code };
        command.SetAction(result => Run(context, result.GetValue(code)));
        return command;
    }

    private static int Run(CliContext context, string? code)
    {
        if (code is null)
        {
            foreach (var descriptor in DiagnosticCatalog.All)
                context.Out.WriteLine(
                    $"{descriptor.Code}  {DiagnosticPrinter.Word(descriptor.Severity), -7}  {descriptor.Title}"
                );
            return ExitCodes.Done;
        }
        if (EmbeddedText.DiagnosticPage(code.ToUpperInvariant()) is { } page)
        {
            context.Out.Write(page);
            return ExitCodes.Done;
        }
        var nearest = Suggestion.For(code, DiagnosticCatalog.All.Select(d => d.Code));
        context.Error.WriteLine(
            $"there is no diagnostic `{Visible.Text(code)}`{(nearest is null ? "" : $"; did you mean `{nearest}`?")} (`amigov code` lists all)"
        );
        return ExitCodes.BadCommandLine;
    }
}
