namespace AmiGovernance.Sandbox.Protocols;

/// <summary>The XML namespaces of the services that answer in XML, from their service models.</summary>
internal static class Namespaces
{
    public const string S3 = "http://s3.amazonaws.com/doc/2006-03-01/";

    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["autoscaling"] = "http://autoscaling.amazonaws.com/doc/2011-01-01/",
        ["cloudwatch"] = "http://monitoring.amazonaws.com/doc/2010-08-01/",
        ["ec2"] = "http://ec2.amazonaws.com/doc/2016-11-15/",
        ["iam"] = "https://iam.amazonaws.com/doc/2010-05-08/",
        ["sns"] = "http://sns.amazonaws.com/doc/2010-03-31/",
        ["sts"] = "https://sts.amazonaws.com/doc/2011-06-15/",
    };

    public static string Of(string service) => Known.GetValueOrDefault(service, S3);
}
