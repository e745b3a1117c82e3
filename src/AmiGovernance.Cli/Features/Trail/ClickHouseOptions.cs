using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Trail.Queries;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Which ClickHouse server is asked, and where that finds the trail.</summary>
internal sealed class ClickHouseOptions
{
    public const string UserVariable = "CLICKHOUSE_USER";
    public const string PasswordVariable = "CLICKHOUSE_PASSWORD";

    private readonly TrailQuestionOptions question = new(
        "--region",
        "Count events of this Region only; may be given several times"
    );
    private readonly TrailReportOptions shown = new(canReplay: true);

    private readonly Option<Uri?> url = new("--url")
    {
        Description = "The server's HTTP interface, such as https://clickhouse.example:8443",
        HelpName = "URL",
        CustomParser = Address,
    };
    private readonly Option<string?> s3 = new("--s3")
    {
        Description = "The trail's bucket and prefix as the servers reach it: s3://BUCKET/PREFIX, or an https:// URL",
        HelpName = "URL",
    };
    private readonly Option<string?> path = new("--path")
    {
        // On the server, so no path of this machine.
        Description = "A folder or pattern below the server's user_files instead",
        HelpName = "PATTERN",
    };
    private readonly Option<string?> cluster = new("--cluster")
    {
        Description = "Share the reading of --s3 among the servers of this cluster",
        HelpName = "NAME",
    };
    private readonly Option<bool> print = new("--print-sql") { Description = "Print the queries and run nothing" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { url, s3, path, cluster })
            command.Add(option);
        shown.AddTo(question.AddTo(command)).Add(print);
        command.AddCheck(Check);
    }

    public ClickHouseArguments Read(ParseResult result)
    {
        var bucket = result.GetValue(s3);
        var source = new ClickHouseSource(
            bucket ?? result.GetValue(path) ?? "",
            IsS3: bucket is not null,
            result.GetValue(cluster)
        );
        return new ClickHouseArguments(question.Read(result), shown.Read(result), source, result.GetValue(url))
        {
            Prints = result.GetValue(print),
        };
    }

    private void Check(CommandResult result)
    {
        var hasS3 = result.GetValue(s3) is not null;
        if (hasS3 == result.GetValue(path) is not null)
            result.AddError("give one of '--s3' and '--path': where the server finds the trail");
        if (result.GetValue(cluster) is not null && !hasS3)
            result.AddError("'--cluster' needs '--s3': a folder is read by one server");
        if (result.GetResult(url) is null && !result.GetValue(print))
            result.AddError("'--url' is missing: the server that is asked");
    }

    private static Uri? Address(ArgumentResult result)
    {
        var text = result.Tokens.Select(t => t.Value).FirstOrDefault("");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            result.AddError("'--url' is no address; write it as https://clickhouse.example:8443");
        else if (url.UserInfo.Length > 0)
            result.AddError(
                $"'--url' holds credentials, which others can see; put them into {UserVariable} and {PasswordVariable}"
            );
        else
            return url;
        return null;
    }
}
