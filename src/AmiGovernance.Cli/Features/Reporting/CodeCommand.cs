using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
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
        var command = new HelpedCommand(
            "code",
            "Explain a diagnostic code",
            new CommandHelp("amigov code AMI0201", "exit-codes")
        )
        {
            code,
        };
        command.SetAction(result => Run(context, result.GetValue(code)));
        return command;
    }

    internal static int Run(CliContext context, string? code) =>
        code is null ? List(context.Out) : Explain(context, code);

    private static int List(TextWriter writer)
    {
        foreach (var descriptor in DiagnosticCatalog.All)
            writer.WriteLine($"{descriptor.Code}  {descriptor.Severity.Name(), -7}  {descriptor.Title}");
        return ExitCodes.Done;
    }

    private static int Explain(CliContext context, string code)
    {
        if (EmbeddedText.DiagnosticPage(code.ToUpperInvariant()) is { } page)
        {
            context.Out.Write(page);
            return ExitCodes.Done;
        }
        var meant = DidYouMean.Of(code, DiagnosticCatalog.All.Select(d => d.Code)).Help;
        var advice = meant is null ? "" : $"; {meant}";
        context.Error.WriteLine($"there is no diagnostic `{Sanitize.Text(code)}`{advice} (`amigov code` lists all)");
        return ExitCodes.BadCommandLine;
    }
}
