using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What the commands that read trail files or event histories have in common.</summary>
internal sealed class TrailReadOptions
{
    private readonly Argument<string[]> paths = new("PATH")
    {
        Description =
            "Folders and files of a trail, or s3://BUCKET/PREFIX: .json.gz, .json, JSON lines, LookupEvents output",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> state = new("--state")
    {
        Description = "A file that keeps what has been read: a run that was stopped goes on, and files are read once",
        HelpName = "FILE",
    };

    private readonly Option<bool> lookupOwners = new("--lookup-owners")
    {
        Description =
            "Ask AWS, in the accounts and Regions that launched them, about images whose owner nothing else tells",
    };

    private readonly TrailQuestionOptions question = new(
        "--region",
        "Count events of this Region only; may be given several times. The first is also the one in which AWS is asked"
    );
    private readonly AwsOptions aws;
    private readonly bool ofFiles;

    private TrailReadOptions(bool ofFiles) => (this.ofFiles, aws) = (ofFiles, new AwsOptions(question.Regions));

    public static TrailReadOptions OfFiles() => new(ofFiles: true);

    /// <summary>Not of files, but of the event history in each account.</summary>
    public static TrailReadOptions OfEventHistory() => new(ofFiles: false);

    public Command AddTo(Command command)
    {
        if (ofFiles)
        {
            command.Add(paths);
            command.AddCheck(CheckPaths);
        }
        question.AddTo(command);
        command.Add(lookupOwners);
        command.Add(state);
        aws.AddTo(command);
        return command;
    }

    public bool HasState(CommandResult result) => result.GetValue(state) is not null;

    public TrailQuestionArguments Question(ParseResult result) => question.Read(result);

    public TrailReadArguments Read(ParseResult result) =>
        new(aws.Settings(result))
        {
            Paths = ofFiles ? result.GetValue(paths) ?? [] : [],
            State = result.GetValue(state),
            LooksUpOwners = result.GetValue(lookupOwners),
        };

    private void CheckPaths(CommandResult result) =>
        CheckPaths(
            result,
            result.GetValue(paths) ?? [],
            "s3:// addresses and local files are read in runs of their own; with the same '--state' they add up"
        );

    /// <param name="ofBothKinds">What is said where addresses and files are mixed.</param>
    public static void CheckPaths(CommandResult result, IReadOnlyList<string> given, string ofBothKinds)
    {
        foreach (var path in given.Where(p => BucketAddress.IsOne(p) && BucketAddress.Parse(p) is null))
            result.AddError(BucketAddress.Refusal(path));
        if (given.Contains("-"))
            result.AddError("'-' is the name of a file here; `/dev/stdin` reads standard input, and `./-` that file");
        if (given.Select(BucketAddress.IsOne).Distinct().Count() > 1)
            result.AddError(ofBothKinds);
    }
}
