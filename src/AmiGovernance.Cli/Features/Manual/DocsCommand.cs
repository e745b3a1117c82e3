using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Manual;

/// <summary>Shows the reference, which ships inside the binary, as text.</summary>
internal static class DocsCommand
{
    public static Command Create(CliContext context)
    {
        var topic = new Argument<string[]>("TOPIC")
        {
            Description = "A page, the words of a command or a diagnostic code; without it the pages are listed",
            Arity = ArgumentArity.ZeroOrMore,
        };
        topic.CompletionSources.Add(_ => DocPages.Names);
        var help = new CommandHelp("amigov docs exit-codes", "commands");
        var command = new HelpedCommand("docs", "Show the reference, without a network", help) { topic };
        command.SetAction(result => Run(context, string.Join(' ', result.GetValue(topic) ?? [])));
        return command;
    }

    private static int Run(CliContext context, string topic)
    {
        if (topic.Length == 0)
            return List(context);
        if (DocPages.Find(topic) is not { } page)
        {
            var nearest = Suggestion.For(topic, DocPages.Names);
            var advice = nearest is null ? "`amigov docs` lists all pages" : $"did you mean '{nearest}'?";
            context.Error.WriteLine($"there is no page '{Sanitize.Text(topic)}'; {advice}");
            return ExitCodes.BadCommandLine;
        }
        context.Document.Write(DocText.Of(context, page));
        return ExitCodes.Done;
    }

    private static int List(CliContext context)
    {
        var column = DocPages.Names.Max(n => n.Length) + 2;
        foreach (var name in DocPages.Names)
            context.Out.WriteLine($"{name.PadRight(column)}{DocPages.Title(name)}");
        context.Error.WriteLine("`amigov docs TOPIC` shows one; commands and diagnostic codes are topics too");
        return ExitCodes.Done;
    }
}
