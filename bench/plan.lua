request = function()
  return wrk.format("GET", "/plan")
end
