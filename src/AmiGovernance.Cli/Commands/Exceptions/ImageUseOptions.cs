using System.CommandLine;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Operations.Exceptions;

namespace AmiGovernance.Cli.Commands.Exceptions;

/// <summary>Where commands learn whose images are launched.</summary>
internal sealed class ImageUseOptions
{
    private readonly Option<string[]> trail = new("--trail") { Description = "What `trail scan` or `backtest` wrote with `--output json=FILE`, for the use of images; may be given several times", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };

    public void AddTo(Command command) => command.Add(trail);

    /// <summary>Null with a report when a file cannot be used.</summary>
    public ImageUse? Read(ParseResult result, CliContext context, DiagnosticBag bag)
    {
        var use = ImageUse.NotLooked;
        foreach (var file in result.GetValue(trail) ?? [])
        {
            if (context.Files.Read(file, bag) is not { } source || UseReports.Read(source, bag) is not { } read) return null;
            use = use.With(read);
        }
        return use;
    }
}
