namespace AmiGovernance.Sandbox.Protocols;

/// <summary>The XML namespaces of the services that answer in XML, from their service models.</summary>
internal static class Namespaces
{
    public static string Of(string service) =>
        service switch
        {
            "ec2" => "http://ec2.amazonaws.com/doc/2016-11-15/",
            "iam" => "https://iam.amazonaws.com/doc/2010-05-08/",
            "sts" => "https://sts.amazonaws.com/doc/2011-06-15/",
            "sns" => "http://sns.amazonaws.com/doc/2010-03-31/",
            "cloudwatch" => "http://monitoring.amazonaws.com/doc/2010-08-01/",
            "autoscaling" => "http://autoscaling.amazonaws.com/doc/2011-01-01/",
            _ => "http://s3.amazonaws.com/doc/2006-03-01/",
        };
}
