namespace AmiGovernance.Cli.Shell;

public enum OutputFormat
{
    Text,
    Json,
    Sarif,
    JUnit,
    Markdown,
    GitLabCodeQuality,
    Csv,
    Html,
}
