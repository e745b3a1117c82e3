using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// A table over an organization's trail, with a partition for each account, Region and day that Athena works out by itself
/// (Athena user guide, "Create the table for CloudTrail logs in Athena using partition projection", which has it for one account;
/// "Create a table for an organization wide trail", for the folders). Accounts are not enumerated, for there may be thousands: each query
/// names those that it asks about ("Dynamic ID partitioning"; enumerations are for a few dozen values, "Supported types for partition
/// projection").
/// </summary>
public sealed record AthenaTable
{
    private const int LongestName = 255;

    private const string Columns = """
        (
            eventversion STRING,
            useridentity STRUCT<
                type: STRING, principalid: STRING, arn: STRING, accountid: STRING, invokedby: STRING, accesskeyid: STRING, username: STRING,
                sessioncontext: STRUCT<
                    attributes: STRUCT<mfaauthenticated: STRING, creationdate: STRING>,
                    sessionissuer: STRUCT<type: STRING, principalid: STRING, arn: STRING, accountid: STRING, username: STRING>>>,
            eventtime STRING,
            eventsource STRING,
            eventname STRING,
            awsregion STRING,
            sourceipaddress STRING,
            useragent STRING,
            errorcode STRING,
            errormessage STRING,
            requestparameters STRING,
            responseelements STRING,
            requestid STRING,
            eventid STRING,
            readonly STRING,
            eventtype STRING,
            recipientaccountid STRING,
            eventcategory STRING,
            addendum STRUCT<reason: STRING, updatedfields: STRING, originalrequestid: STRING, originaleventid: STRING>
        )
        """;

    private AthenaTable(string database, string name) => (Database, Name) = (database, name);

    public string Database { get; }

    public string Name { get; }

    /// <summary>
    /// Whether it is Security Lake's, which AWS makes and names: `amazon_security_lake_table_REGION_cloud_trail_mgmt_2_0`.
    /// </summary>
    public bool IsSecurityLake =>
        Name.StartsWith("amazon_security_lake_table_", StringComparison.Ordinal)
        && Name.Contains("_cloud_trail_mgmt_", StringComparison.Ordinal);

    internal string Quoted => $"\"{Database}\".\"{Name}\"";

    /// <param name="text">
    /// `DATABASE.TABLE`, in small letters, digits and underscores (Athena user guide, "Name databases, tables, and columns").
    /// </param>
    public static bool TryParse(string text, [NotNullWhen(true)] out AthenaTable? table)
    {
        var parts = text.Split('.');
        var isTable = parts.Length == 2 && parts.All(IsName);
        table = isTable ? new AthenaTable(parts[0], parts[1]) : null;
        return isTable;
    }

    /// <summary>
    /// In Hive's language, which Athena takes for tables. Does nothing where the table is there already.
    /// </summary>
    public string Definition(AthenaTableSource source) =>
        $$"""
            CREATE EXTERNAL TABLE IF NOT EXISTS `{{Database}}`.`{{Name}}` {{Columns}}
            PARTITIONED BY (account STRING, region STRING, day STRING)
            ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
            STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
            OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
            LOCATION '{{source.Location}}/'
            TBLPROPERTIES (
                'projection.enabled' = 'true',
                'projection.account.type' = 'injected',
                'projection.region.type' = 'enum',
                'projection.region.values' = '{{string.Join(',', source.Regions)}}',
                'projection.day.type' = 'date',
                'projection.day.format' = 'yyyy/MM/dd',
                'projection.day.range' = '{{Folder(source.Since)}},NOW',
                'projection.day.interval' = '1',
                'projection.day.interval.unit' = 'DAYS',
                'storage.location.template' = '{{source.Location}}/${account}/CloudTrail/${region}/${day}'
            )
            """.ReplaceLineEndings("\n");

    /// <summary>As the folders of days are named: `2026/01/31`.</summary>
    public static string Folder(DateOnly day) => day.ToString(FolderFormat, CultureInfo.InvariantCulture);

    internal const string FolderFormat = "yyyy'/'MM'/'dd";

    private static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
